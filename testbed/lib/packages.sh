# shellcheck shell=bash
# Debian packages: those the testbed itself runs on, and those whose files go into images.

# Installs what is missing on this machine.
install_packages() {
  local missing=() need
  # command or file -> package
  while read -r need package; do
    [ -e "$need" ] || type -P "$need" >/dev/null || missing+=("$package")
  done <<'LIST'
containerd containerd
runc runc
/usr/lib/cni/ptp containernetworking-plugins
iptables iptables
conntrack conntrack
ip iproute2
openssl openssl
python3 python3
sysctl procps
LIST
  [ ${#missing[@]} -gt 0 ] || return 0
  type -P apt-get >/dev/null || fail 1 "please install: ${missing[*]}"
  say "installing ${missing[*]}"
  apt_get install --yes --no-install-recommends "${missing[@]}" >&2
}

# The package lists of a fresh machine are empty or old: on a failure fetch them and try again.
apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"; }
}

# Unpacks packages into a folder without installing them.
unpack_packages() { # FOLDER PACKAGE...
  local folder=$1 downloads file
  shift
  downloads=$(mktemp -d)
  chmod 755 "$downloads" # apt's own user writes there
  (cd "$downloads" && apt_get -o APT::Sandbox::User=root download "$@")
  mkdir -p "$folder"
  for file in "$downloads"/*.deb; do dpkg -x "$file" "$folder"; done
  rm -rf "$downloads"
}
