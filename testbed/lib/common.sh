# shellcheck shell=bash
# Words to the user, locks, and the store of things that take long to make.

say() {
  echo "testbed: $*" >&2
}

fail() { # CODE MESSAGE...
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# Runs a command while no other one that names the same folder runs. The folder itself is locked, so no lock file stays behind.
locked() { # FOLDER COMMAND...
  local folder=$1 lock
  shift
  exec {lock}<"$folder"
  flock --nonblock "$lock" || { say "waiting for another run of the testbed"; flock "$lock"; }
  LOCK=$lock "$@"
  exec {lock}<&-
}

# The hash of a text and of all files below some paths of the project. Two checkouts of the same content share the cache.
hash_of() { # TEXT PATH...
  local text=$1
  shift
  {
    echo "$text"
    [ $# = 0 ] || (cd "$PROJECT" && find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -c1-16
}

# Prints the path of a thing in the store. If it is not there yet, COMMAND makes it: it is called with the path to write.
stored() { # NAME HASH COMMAND...
  local path=$CACHE/store/$2/$1
  if [ ! -e "$path" ]; then
    mkdir -p "$CACHE/store/$2"
    locked "$CACHE/store/$2" make_stored "$@"
  fi
  touch "$path" # the oldest unused goes first
  echo "$path"
}

make_stored() { # NAME HASH COMMAND...
  local name=$1 folder=$CACHE/store/$2 begin=$SECONDS
  shift 2
  [ ! -e "$folder/$name" ] || return 0 # made while we waited for the lock
  rm -rf "$folder/$name.part"
  "$@" "$folder/$name.part" >&2
  mv "$folder/$name.part" "$folder/$name"
  say "made $name in $((SECONDS - begin)) s"
  # Older versions may still serve another checkout; four are kept.
  find "$CACHE/store" -mindepth 2 -maxdepth 2 -name "$name" -printf '%T@ %p\n' | sort -rn | tail -n +5 | cut -d ' ' -f 2- | xargs -r rm -rf
}

await() { # SECONDS WHAT COMMAND...
  local limit=$(($1 * 20)) what=$2
  shift 2
  for ((i = 0; i < limit; i++)); do
    ! "$@" &>/dev/null || return 0
    sleep 0.05
  done
  say "$what did not come up in $((limit / 20)) s"
  return 1
}
