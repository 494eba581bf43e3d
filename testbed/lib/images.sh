# shellcheck shell=bash
# The images of the manifests, built under their published names from Go programs, Debian packages and a JDK.
# An image is keyed by the hash of all that goes into it.

OPERATOR_VERSION=0.1.0
POSTGRES_EXPORTER_VERSION=0.11.1 # Debian's
IMAGES=(k6 prometheus alertmanager pushgateway minio postgres postgres-exporter operator demo)

# Prints the files of the images; builds those that are missing.
build_images() { # [NAME...]
  local name path
  [ $# -gt 0 ] || set -- "${IMAGES[@]}"
  type -P python3 >/dev/null || install_packages
  for name in "$@"; do
    path=$(image "$name")
    echo "$path"
  done
}

image() { # NAME
  local name=$1 recipe program
  recipe=$(hash_of "$(cat /etc/debian_version)" testbed/lib/images.sh testbed/lib/packages.sh testbed/mkimage.py testbed/images)
  case $name in
    pause | k6 | prometheus | alertmanager | pushgateway | minio)
      program=$(binary "$name")
      program=$(realpath "$program") # its folder is its hash
      stored "$name.tar" "$(hash_of "$recipe $program")" "make_${name}_image" "$program"
      ;;
    postgres) stored postgres.tar "$recipe" make_postgres_image ;;
    postgres-exporter) stored postgres-exporter.tar "$recipe" make_postgres_exporter_image ;;
    operator | demo) app_image "$name" "$recipe" ;;
    *) fail 2 "no such image: $name (${IMAGES[*]})" ;;
  esac
}

mkimage() {
  python3 "$TESTBED/mkimage.py" "$@"
}

make_pause_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  cp "$1" "$stage/pause"
  mkimage "$2" docker.io/local/pause:1 '{"Entrypoint": ["/pause"], "User": "65535:65535"}' "$stage"
  rm -rf "$stage"
}

# As published: user 12345, work folder /home/k6, a shell beside it.
make_k6_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  small_system "$stage/system"
  user_entry "$stage/system" k6 12345 /home/k6
  mkdir -p "$stage/program/usr/bin"
  cp "$1" "$stage/program/usr/bin/k6"
  mkimage "$2" docker.io/grafana/k6:2.2.0 \
    '{"User": "12345", "WorkingDir": "/home/k6", "Entrypoint": ["k6"], "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 --own home/k6=12345 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

# As published, without the web pages and promtool. The user is a name, not a number: manifests have to say runAsUser.
make_prometheus_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  small_system "$stage/system"
  mkdir -p "$stage"/program/{bin,etc/prometheus,prometheus}
  cp "$1" "$stage/program/bin/prometheus"
  cat >"$stage/program/etc/prometheus/prometheus.yml" <<'YAML'
global: {scrape_interval: 15s}
scrape_configs: [{job_name: prometheus, static_configs: [{targets: ["localhost:9090"]}]}]
YAML
  mkimage "$2" docker.io/prom/prometheus:v3.5.0 \
    '{"User": "nobody", "WorkingDir": "/prometheus", "ExposedPorts": {"9090/tcp": {}}, "Volumes": {"/prometheus": {}},
      "Entrypoint": ["/bin/prometheus"], "Cmd": ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 --own prometheus=65534 --own etc/prometheus=65534 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

# As published, without amtool.
make_alertmanager_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  small_system "$stage/system"
  mkdir -p "$stage"/program/{bin,etc/alertmanager,alertmanager}
  cp "$1" "$stage/program/bin/alertmanager"
  printf '%s\n' 'route: {receiver: nobody}' 'receivers: [{name: nobody}]' >"$stage/program/etc/alertmanager/alertmanager.yml"
  mkimage "$2" "docker.io/prom/alertmanager:v$ALERTMANAGER_VERSION" \
    '{"User": "nobody", "WorkingDir": "/alertmanager", "ExposedPorts": {"9093/tcp": {}}, "Volumes": {"/alertmanager": {}},
      "Entrypoint": ["/bin/alertmanager"], "Cmd": ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"],
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 --own alertmanager=65534 --own etc/alertmanager=65534 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

make_pushgateway_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  small_system "$stage/system"
  mkdir -p "$stage"/program/{bin,pushgateway}
  cp "$1" "$stage/program/bin/pushgateway"
  mkimage "$2" "docker.io/prom/pushgateway:v$PUSHGATEWAY_VERSION" \
    '{"User": "65534", "WorkingDir": "/pushgateway", "ExposedPorts": {"9091/tcp": {}}, "Entrypoint": ["/bin/pushgateway"],
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 --own pushgateway=65534 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

# For tests only. As published, but for its client and for its name: that one says the day of a release.
make_minio_image() { # PROGRAM OUTPUT
  local stage=$2.stage
  fresh "$stage"
  small_system "$stage/system"
  mkdir -p "$stage"/program/{usr/bin,data}
  cp "$1" "$stage/program/usr/bin/minio"
  mkimage "$2" "docker.io/minio/minio:$MINIO_RELEASE" \
    '{"User": "65534", "ExposedPorts": {"9000/tcp": {}}, "Entrypoint": ["/usr/bin/minio"],
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 --own data=65534 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

# Debian's program: its Go module is not to be had everywhere. The manifests name the version that Debian has, so that what is
# tested is what is shipped.
make_postgres_exporter_image() { # OUTPUT
  local stage=$1.stage
  say "building the image of the Postgres exporter from Debian's package"
  fresh "$stage"
  small_system "$stage/system"
  unpack_packages "$stage/packages" libc6 prometheus-postgres-exporter
  rm -rf "$stage"/packages/{etc,usr/lib/systemd,usr/share,lib/systemd}
  mkdir -p "$stage/packages/bin"
  mv "$stage/packages/usr/bin/prometheus-postgres-exporter" "$stage/packages/bin/postgres_exporter"
  chroot "$stage/packages" /bin/postgres_exporter --version 2>&1 | grep -F "version $POSTGRES_EXPORTER_VERSION" ||
    fail 1 "Debian's prometheus-postgres-exporter is no longer $POSTGRES_EXPORTER_VERSION; name the new version here and in k8s/21-postgres-exporter.yaml"
  mkimage "$1" "docker.io/prometheuscommunity/postgres-exporter:v$POSTGRES_EXPORTER_VERSION" \
    '{"User": "nobody", "ExposedPorts": {"9187/tcp": {}}, "Entrypoint": ["/bin/postgres_exporter"],
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
    --mode tmp=1777 "$stage/system" "$stage/packages"
  rm -rf "$stage"
}

# Debian's PostgreSQL with the libraries it needs, but not LLVM (115 MB): just-in-time compilation is off.
make_postgres_image() { # OUTPUT
  local stage=$1.stage bin=usr/lib/postgresql/15/bin
  say "building the Postgres image from Debian's packages"
  fresh "$stage"
  small_system "$stage/system"
  user_entry "$stage/system" postgres 999 /var/lib/postgresql
  unpack_packages "$stage/program" libc6 libc-bin tzdata postgresql-15 postgresql-client-15 libpq5 libssl3 libxml2 libicu72 liblzma5 \
    liblz4-1 libzstd1 zlib1g libstdc++6 libgcc-s1 libreadline8 libtinfo6 libuuid1 libpam0g libaudit1 libcap-ng0 libselinux1 \
    libpcre2-8-0 libsystemd0 libcap2 libgcrypt20 libgpg-error0 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 \
    libkeyutils1 libcom-err2 libldap-2.5-0 libsasl2-2 libgnutls30 libp11-kit0 libidn2-0 libunistring2 libtasn1-6 libnettle8 \
    libhogweed6 libgmp10 libffi8
  rm -rf "$stage"/program/usr/share/{doc,man,locale,lintian} "$stage"/program/usr/lib/postgresql/15/lib/{bitcode,llvmjit*}
  printf '%s\n' "listen_addresses = '*'" "jit = off" >>"$stage/program/usr/share/postgresql/15/postgresql.conf.sample"
  mkdir -p "$stage"/program/{docker-entrypoint-initdb.d,usr/local/bin,var/lib/postgresql/data,run/postgresql}
  ln -s /run "$stage/program/var/run"
  install -m 755 "$TESTBED/images/postgres-entrypoint.sh" "$stage/program/usr/local/bin/docker-entrypoint.sh"
  chroot "$stage/program" "/$bin/postgres" --version
  mkimage "$1" docker.io/library/postgres:15 \
    '{"Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["postgres"], "StopSignal": "SIGINT", "ExposedPorts": {"5432/tcp": {}},
      "Volumes": {"/var/lib/postgresql/data": {}},
      "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/'$bin'", "LANG=C.UTF-8", "PGDATA=/var/lib/postgresql/data"]}' \
    --mode tmp=1777 --mode run/postgresql=1777 --mode var/lib/postgresql/data=1777 \
    --own var/lib/postgresql=999 --own var/lib/postgresql/data=999 --own run/postgresql=999 "$stage/system" "$stage/program"
  rm -rf "$stage"
}

# A shell and its tools, certificate authorities, /tmp, and the users root and nobody.
small_system() { # FOLDER
  local root=$1 applet
  unpack_packages "$root" busybox-static ca-certificates
  mkdir -p "$root"/{etc/ssl/certs,tmp,root,home,usr/bin}
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  rm -rf "${root:?}"/usr/{share,sbin}
  for applet in $("$root/bin/busybox" --list); do
    [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
  done
  user_entry "$root" root 0 /root
  user_entry "$root" nobody 65534 /home
}

user_entry() { # ROOT NAME UID HOME
  mkdir -p "$1/$4"
  echo "$2:x:$3:$3::$4:/bin/sh" >>"$1/etc/passwd"
  echo "$2:x:$3:" >>"$1/etc/group"
}

fresh() { # FOLDER
  rm -rf "$1"
  mkdir -p "$1"
}

# An image of one of this project's own programs: a Java runtime, its libraries, and itself, from the most to the least lasting.
app_image() { # MODULE RECIPE
  local module=$1 recipe=$2 jdk runtime sources
  sources=$(hash_of_sources "$module")
  jdk=$(find_jdk)
  runtime=$(stored java-runtime "$(hash_of "$recipe $JAVA_MODULES $(cat "$jdk/release")")" make_java_runtime "$jdk")
  stored "$module.tar" "$(hash_of "$runtime $sources")" make_app_image "$module" "$runtime"
}

app_image_name() { # MODULE
  case $1 in
    operator) echo "ghcr.io/loadtest-dev/loadtest-operator:$OPERATOR_VERSION" ;;
    demo) echo "ghcr.io/loadtest-dev/demo-backend:$OPERATOR_VERSION" ;;
  esac
}

# Other modules may be used by it; tests, test support and the other program are not.
hash_of_sources() { # MODULE
  local other sources
  [ -f "$PROJECT/$1/pom.xml" ] || fail 1 "there is no module $1 to build"
  case $1 in
    operator) other=demo ;;
    demo) other=operator ;;
  esac
  mapfile -t sources < <(cd "$PROJECT" && find pom.xml ./*/pom.xml ./*/src/main -type f | grep -Ev "^\./(testkit|bench|$other)/")
  hash_of "" "$1/Dockerfile" "${sources[@]}"
}

package() { # MODULE
  say "the sources of $1 changed: running mvn -pl $1 -am package"
  (cd "$PROJECT" && locked "$PROJECT" mvn -q -pl "$1" -am package -DskipTests) # the programs share modules
}

make_app_image() { # MODULE RUNTIME OUTPUT
  local module=$1 runtime=$2 output=$3 stage=$3.stage app=$PROJECT/$1/target/quarkus-app name
  name=$(app_image_name "$module")
  package "$module"
  fresh "$stage"
  cp -r "$app" "$stage/app"
  rm -rf "$stage/app/lib"
  mkimage "$output" "$name" '{"User": "10001", "WorkingDir": "/app", "Entrypoint": ["/opt/java/bin/java", "-jar", "/app/quarkus-run.jar"],
    "Env": ["JAVA_HOME=/opt/java", "PATH=/opt/java/bin:/usr/bin:/bin", "LANG=C.UTF-8"]}' \
    --mode tmp=1777 "$runtime" "$app/lib=app/lib" "$stage/app=app"
  rm -rf "$stage"
}

# What Java programs run on: the C library, certificate authorities, time zones and the modules of the JDK that Quarkus and the
# Kubernetes client need. No shell.
make_java_runtime() { # JDK OUTPUT
  local jdk=$1 root=$2
  say "linking a Java runtime from $jdk"
  unpack_packages "$root" libc6 libc-bin zlib1g libgcc-s1 libstdc++6 ca-certificates tzdata
  mkdir -p "$root"/{etc/ssl/certs,tmp,opt,app}
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$root"/usr/share/{ca-certificates,doc,man,lintian,locale} "$root/usr/sbin"
  echo app:x:10001:10001::/app:/sbin/nologin >"$root/etc/passwd"
  echo app:x:10001: >"$root/etc/group"
  "$jdk/bin/jlink" --strip-debug --no-header-files --no-man-pages --generate-cds-archive --output "$root/opt/java" --add-modules "$JAVA_MODULES"
}

# java.desktop: Jackson and SnakeYAML look for java.beans. java.rmi: the transaction API names its exceptions.
JAVA_MODULES=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi
JAVA_MODULES+=,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

# Prints the folder of the newest fitting JDK: 25 is what the published image has, 21 is the least.
find_jdk() {
  local jdk version best="" best_version=20
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ ! -x "$jdk/bin/jlink" ] || [ ! -f "$jdk/release" ]; then continue; fi
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
    [ "$version" != 25 ] || { echo "$jdk" && return; }
    [ "$version" -le "$best_version" ] || best=$jdk best_version=$version
  done
  [ -n "$best" ] || fail 1 "a JDK of version 25 (21 at least) is needed; set JAVA_HOME to it"
  echo "$best"
}
