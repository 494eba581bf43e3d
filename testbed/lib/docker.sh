# shellcheck shell=bash
# The way "docker": k3s in containers by k3d, else kind. Both pull the published images by themselves.

DOCKER_CLUSTER=loadtest-testbed
DOCKER_KUBECONFIG=$CACHE/$DOCKER_CLUSTER.kubeconfig

docker_answers() {
  type -P docker >/dev/null && timeout 5 docker version --format '{{.Server.Version}}' &>/dev/null
}

# Prints k3d or kind.
docker_tool() {
  if type -P k3d >/dev/null; then
    echo k3d
  elif type -P kind >/dev/null; then
    echo kind
  else
    fail 2 "Docker answers, but neither k3d nor kind is installed; or set KUBECONFIG_TEST to the kubeconfig of a cluster for tests"
  fi
}

docker_up() { # NODES
  local tool nodes=${1:-1}
  tool=$(docker_tool)
  mkdir -p "$CACHE"
  case $tool in
    k3d)
      if ! k3d cluster get $DOCKER_CLUSTER &>/dev/null; then
        say "starting k3s by k3d"
        k3d cluster create $DOCKER_CLUSTER --agents $((nodes - 1)) --wait --kubeconfig-update-default=false --kubeconfig-switch-context=false >&2
      fi
      k3d cluster start $DOCKER_CLUSTER --wait >&2
      k3d kubeconfig get $DOCKER_CLUSTER >"$DOCKER_KUBECONFIG"
      ;;
    kind)
      if ! kind get clusters 2>/dev/null | grep -qx $DOCKER_CLUSTER; then
        say "starting Kubernetes by kind"
        kind create cluster --name $DOCKER_CLUSTER --wait 120s --kubeconfig "$DOCKER_KUBECONFIG" --config - >&2 <<YAML
apiVersion: kind.x-k8s.io/v1alpha4
kind: Cluster
nodes: [{role: control-plane}$([ "$nodes" = 1 ] || echo ', {role: worker}')]
YAML
      fi
      kind get kubeconfig --name $DOCKER_CLUSTER >"$DOCKER_KUBECONFIG"
      ;;
  esac
  [ "$nodes" = 1 ] || docker start "$(docker_second)" >&2 ||
    fail 1 "the cluster was made with one node; make it anew: testbed/cluster down; testbed/cluster up --nodes 2"
  docker_kubeconfig
}

# The name of the container of the second node, which is there if the cluster was made with two.
docker_second() {
  case $(docker_tool) in
    k3d) echo "k3d-$DOCKER_CLUSTER-agent-0" ;;
    kind) echo "$DOCKER_CLUSTER-worker" ;;
  esac
}

docker_node_loss() {
  docker kill "$(docker_second)" >&2 ||
    fail 1 "there is no second node; make the cluster with: testbed/cluster down; testbed/cluster up --nodes 2"
}

docker_audit() {
  fail 2 "what the operator asks this cluster for is not recorded"
}

docker_down() {
  local tool
  tool=$(docker_tool)
  case $tool in
    k3d) k3d cluster delete $DOCKER_CLUSTER >&2 ;;
    kind) kind delete cluster --name $DOCKER_CLUSTER >&2 ;;
  esac
  rm -f "$DOCKER_KUBECONFIG"
}

docker_kubeconfig() {
  echo "$DOCKER_KUBECONFIG"
}

# In the node's container: its network is the cluster's, its programs are the node image's.
docker_exec() {
  local tool
  tool=$(docker_tool)
  case $tool in
    k3d) exec docker exec --interactive "k3d-$DOCKER_CLUSTER-server-0" "$@" ;;
    kind) exec docker exec --interactive "$DOCKER_CLUSTER-control-plane" "$@" ;;
  esac
}

docker_load() {
  local tool tar
  tool=$(docker_tool)
  for tar in "$@"; do
    case $tool in
      k3d) k3d image import --cluster $DOCKER_CLUSTER "$tar" >&2 ;;
      kind) kind load image-archive --name $DOCKER_CLUSTER "$tar" >&2 ;;
    esac
  done
}

# Nodes pull what is published; only the project's own images are built.
docker_images() { # [NAME...]
  local name hash
  [ $# -gt 0 ] || set -- operator demo
  for name in "$@"; do
    case $name in
      operator | demo)
        hash=$(hash_of_sources "$name")
        stored "docker-$name.tar" "$hash" docker_build "$name"
        ;;
      *) say "$name: the nodes pull the published image" ;;
    esac
  done
}

docker_build() { # MODULE OUTPUT
  local name
  name=$(app_image_name "$1")
  package "$1"
  docker build --tag "$name" "$PROJECT/$1"
  docker save --output "$2" "$name"
}
