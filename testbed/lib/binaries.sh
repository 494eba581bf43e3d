# shellcheck shell=bash
# Programs built from Go modules. Each folder has a go.mod that pins the version and a go.sum that pins the content.

KUBERNETES_VERSION=1.34.4
PROMETHEUS_VERSION=3.5.0
ALERTMANAGER_VERSION=0.28.1
PUSHGATEWAY_VERSION=1.11.1
MINIO_RELEASE=RELEASE.2025-09-07T16-13-09Z # the last that was published as an image; the module that is pinned is five months younger

# Prints the path of a program, and leaves a link to it in $CACHE/bin.
binary() { # NAME
  local name=$1 folder package flags="" path note="a minute" x
  case $name in
    kube | kubectl)
      folder=kube package=. note="about five minutes"
      for x in k8s.io/component-base/version k8s.io/client-go/pkg/version; do # else it calls itself v0.0.0-master
        flags+=" -X $x.gitVersion=v$KUBERNETES_VERSION -X $x.gitMajor=1 -X $x.gitMinor=34"
      done
      ;;
    k6) folder=k6 package=go.k6.io/k6/v2 ;;
    prometheus | promtool)
      folder=prometheus package=github.com/prometheus/prometheus/cmd/$name note="about four minutes"
      flags=" -X github.com/prometheus/common/version.Version=$PROMETHEUS_VERSION"
      ;;
    # In the same folder: most of what they are made of is compiled for Prometheus already.
    alertmanager)
      folder=prometheus package=github.com/prometheus/alertmanager/cmd/alertmanager
      flags=" -X github.com/prometheus/common/version.Version=$ALERTMANAGER_VERSION"
      ;;
    pushgateway)
      folder=prometheus package=github.com/prometheus/pushgateway note="seconds"
      flags=" -X github.com/prometheus/common/version.Version=$PUSHGATEWAY_VERSION"
      ;;
    minio) folder=minio package=github.com/minio/minio note="two minutes" ;;
    pause) folder=pause package=. note="seconds" ;;
    *) fail 2 "no such program: $name (k6, prometheus, promtool, alertmanager, pushgateway, minio, kubectl)" ;;
  esac
  type -P go >/dev/null || fail 1 "Go 1.26 or newer is needed to build $name"
  path=$(stored "${name/kubectl/kube}" "$(hash_of "$flags $(go version)" "testbed/$folder")" \
    go_build "${name/kubectl/kube}" "$folder" "$package" "$flags" "$note")
  mkdir -p "$CACHE/bin"
  ln -sfn "$path" "$CACHE/bin/$name"
  echo "$CACHE/bin/$name"
}

go_build() { # NAME FOLDER PACKAGE FLAGS NOTE OUTPUT
  say "building $1 ($5, once)"
  (cd "$TESTBED/$2" && CGO_ENABLED=0 go build -trimpath -ldflags="-s -w$4" -o "$6" "$3") 2> >(grep -v '^go: downloading' >&2)
}
