# shellcheck shell=bash
# The way "native": a Kubernetes of our own, of one node or two. API server, controllers, scheduler, kubelet, kube-proxy, etcd and
# CoreDNS from one Go program (kube/), pods by containerd and runc. Each node lives in its own process, mount and network namespaces,
# and no route leaves the network namespaces.

RUN=/var/opt/loadtest-testbed # not below /var/lib, /var/log, /run or /opt: those are replaced inside
CGROUP=loadtest-testbed
LINK=lt-host
# 198.18.0.0/15 is set aside for benchmarks: it cannot meet a real network.
HOST_IP=198.18.255.1
NODE_IP=198.18.255.2
SECOND_GATE=198.18.255.5 # the first node's end of the link between the two
POD_CIDR=198.18.0.0/17
SIMULATED=198.18.128.0/20 # for a process on the first node that is many pods: each of these addresses is the node's own
SERVICE_CIDR=198.19.0.0/16
API_IP=198.19.0.1
DNS_IP=198.19.0.10

# What is a node's own. The first also holds the control plane.
NODE=node1
FOLDER=$RUN
ADDRESS=$NODE_IP
PODS=198.18.0.0/18
BRANCH=$CGROUP

# What the functions below do, they do on the second node. shellcheck does not see that they read these names.
# shellcheck disable=SC2034
on_second() { # FUNCTION...
  local NODE=node2 FOLDER=$RUN/node2 ADDRESS=198.18.255.6 PODS=198.18.64.0/18 BRANCH=$CGROUP/node2
  "$@"
}

native_up() { # NODES, or nothing to leave them as they are
  local kube pause pause_image
  install_packages
  # Before the lock: building takes minutes, and the cluster of another checkout can be used meanwhile.
  kube=$(binary kube)
  pause=$(binary pause)
  pause_image=$(image pause)
  locked "$(dirname $RUN)" native_start "$kube" "$pause" "$pause_image" "${1:-}"
  native_kubeconfig
}

native_node_loss() {
  locked "$(dirname $RUN)" lose_second_node
}

# What service accounts of the operator's namespace asked the API server for, one JSON object a line.
native_audit() {
  native_is_running || fail 1 "the cluster is not up"
  cat $RUN/audit*.log
}

native_down() {
  locked "$(dirname $RUN)" native_stop
}

native_load() {
  locked "$(dirname $RUN)" native_import "$@"
}

native_kubeconfig() {
  echo $RUN/admin.kubeconfig
}

# Only the network is the cluster's: files and programs are the caller's.
native_exec() {
  native_is_running || fail 1 "the cluster is not up"
  exec nsenter --net="/proc/$(cat $RUN/init.pid)/ns/net" -- "$@"
}

kubectl_() {
  $RUN/kube kubectl --kubeconfig $RUN/admin.kubeconfig "$@"
}

native_is_running() {
  local pid
  pid=$(cat "$FOLDER/init.pid" 2>/dev/null) && [[ $(readlink "/proc/$pid/exe") == */pause ]]
}

inside() {
  nsenter --target "$(cat "$FOLDER/init.pid")" --mount --pid --net -- "$@"
}

native_start() { # KUBE PAUSE PAUSE-IMAGE NODES
  # Patience: another checkout may be using it, and a busy machine answers late.
  if ! native_is_running || ! await 30 "the API server" kubectl_ get --raw /readyz; then
    say "starting Kubernetes"
    native_stop
    mkdir -p $RUN
    cp "$1" $RUN/kube # copies: the cache may lie where it cannot be seen inside
    cp "$2" $RUN/pause
    start_namespaces
    connect_machine
    write_credentials
    write_configuration
    start_control_plane
    start_node
    start_dns
    native_import "$3"
    await 60 "the node" node_is_ready
  fi
  case $4 in
    1) remove_second_node ;;
    2) on_second second_is_up || add_second_node ;;
  esac
}

second_is_up() {
  native_is_running && await 30 "the second node" node_is_ready
}

start_namespaces() {
  mkdir -p "$FOLDER"
  setsid unshare --mount --pid --net --fork "$TESTBED/lib/init.sh" $RUN "$FOLDER" \
    {LOCK}<&- </dev/null &>"$FOLDER/init.log" &
  await 10 "the first process" test -s "$FOLDER/init.pid"
  # The default route leads into an empty bridge: service addresses need some route before kube-proxy rewrites them.
  inside ip -batch - <<IP
link set lo up
link add sink type bridge
link set sink up
addr add 198.18.254.1/32 dev sink
route add default dev sink
IP
  inside sysctl -qw net.ipv4.ip_forward=1

  # Pods get their own branch of the control groups, so that they can be found and removed. cgroup v1 has one tree per
  # controller, v2 has one in all.
  local tree
  for tree in $(cgroup_trees); do
    mkdir -p "$tree/$BRANCH"
    if [ -f "$tree/cpuset.mems" ]; then # v1 leaves the sets of a new group empty, and then nothing can run in it
      cat "$tree/cpuset.cpus" >"$tree/$BRANCH/cpuset.cpus"
      cat "$tree/cpuset.mems" >"$tree/$BRANCH/cpuset.mems"
    fi
  done
}

connect_machine() {
  ip link add $LINK type veth peer name lt-node netns "$(cat $RUN/init.pid)"
  ip addr add $HOST_IP/30 dev $LINK
  ip link set $LINK up
  ip route add $SIMULATED via $NODE_IP dev $LINK
  inside ip addr add $NODE_IP/30 dev lt-node
  inside ip link set lt-node up
  inside ip route add local $SIMULATED dev lo
  # This machine may call in, nothing may call out, not even to this machine.
  inside iptables --wait --append FORWARD --out-interface lt-node --jump REJECT
  inside iptables --wait --append OUTPUT --out-interface lt-node --match conntrack --ctstate NEW --jump REJECT
}

add_second_node() {
  say "starting the second node"
  remove_second_node
  on_second start_namespaces
  on_second connect_first_node
  write_credentials_of_second
  on_second write_configuration
  on_second start_node
  import_what_the_first_has
  await 60 "the second node" on_second node_is_ready
}

# The second node reaches the first and its pods, and through it nothing else.
connect_first_node() {
  # By the machine's numbers of processes, so only the network is entered.
  nsenter --net="/proc/$(cat "$FOLDER/init.pid")/ns/net" -- ip link add lt-first type veth peer name lt-second netns "$(cat $RUN/init.pid)"
  inside ip -batch - <<IP
addr add $ADDRESS/30 dev lt-first
link set lt-first up
route add $NODE_IP/32 via $SECOND_GATE
route add 198.18.0.0/18 via $SECOND_GATE
route add $SIMULATED via $SECOND_GATE
IP
  nsenter --net="/proc/$(cat $RUN/init.pid)/ns/net" -- ip -batch - <<IP
addr add $SECOND_GATE/30 dev lt-second
link set lt-second up
route add $PODS via $ADDRESS
IP
}

# As if the power was cut: the link goes first, or the kernel would close the connections of those that are killed.
lose_second_node() {
  on_second native_is_running || fail 1 "there is no second node; start one with: testbed/cluster up --nodes 2"
  nsenter --net="/proc/$(cat $RUN/init.pid)/ns/net" -- ip link delete lt-second
  on_second kill_node
}

# Also what the API server remembers of it: the next one of the same name is a new machine.
remove_second_node() {
  [ -d $RUN/node2 ] || return 0
  on_second kill_node
  kubectl_ delete node node2 --ignore-not-found --wait=false >/dev/null
  kubectl_ delete pods --all-namespaces --field-selector spec.nodeName=node2 --force --grace-period 0 --wait=false >/dev/null 2>&1
  on_second await 8 "the end of the second node's control groups" cgroups_are_removed
  mv $RUN/node2 "$RUN/lost-$EPOCHREALTIME"
  remove_soon $RUN/lost-*
}

cgroup_trees() {
  awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts
}

write_credentials() {
  local name
  cd $RUN || return
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj /CN=testbed-ca -keyout ca.key -out ca.crt
  openssl genrsa -out sa.key 2048
  certificate apiserver /CN=kube-apiserver "$(printf 'DNS:%s,' localhost kubernetes{,.default{,.svc}})IP:127.0.0.1,IP:$NODE_IP,IP:$API_IP"
  certificate apiserver-kubelet /O=system:masters/CN=kube-apiserver-kubelet DNS:apiserver
  user admin /O=system:masters/CN=admin
  user kubelet /O=system:nodes/CN=system:node:$NODE
  for name in kube-controller-manager kube-scheduler kube-proxy; do user $name /CN=system:$name; done
} 2>>$RUN/credentials.log

write_credentials_of_second() {
  cd $RUN || return
  user kubelet-node2 /O=system:nodes/CN=system:node:node2
  mv kubelet-node2.kubeconfig node2/kubelet.kubeconfig
} 2>>$RUN/credentials.log

certificate() { # NAME SUBJECT ALTERNATIVE-NAMES
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out "$1.crt" -extfile <(echo "subjectAltName=$3")
}

user() { # NAME SUBJECT
  certificate "$1" "$2" "DNS:$1"
  cat >"$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: testbed, cluster: {server: "https://$NODE_IP:6443", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts: [{name: testbed, context: {cluster: testbed, user: $1}}]
current-context: testbed
YAML
}

write_configuration() {
  mkdir -p "$FOLDER/cni"
  # restrict_oom_score_adj: where CAP_SYS_RESOURCE is missing, runc cannot lower oom_score_adj and dies without a word.
  cat >"$FOLDER/containerd.toml" <<TOML
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$FOLDER/cni"
TOML
  # ptp and not bridge: every packet between pods is routed, so kube-proxy's rules hold without the br_netfilter module.
  cat >"$FOLDER/cni/10-pods.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$PODS"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
  # No eviction and no image collection: a full disk of the developer must not kill a test. Faster clients: a test waits for pods.
  # The lease is renewed every 4 s instead of 10, so that a dead node is noticed sooner (see --node-monitor-grace-period).
  cat >"$FOLDER/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: /$BRANCH
enforceNodeAllocatable: [pods]
failSwapOn: false
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $RUN/ca.crt}}
authorization: {mode: Webhook}
clusterDNS: [$DNS_IP]
clusterDomain: cluster.local
resolvConf: ""
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
volumePluginDir: $RUN/volume-plugins
evictionHard: {memory.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
imageGCHighThresholdPercent: 100
maxPods: 500
nodeLeaseDurationSeconds: 16
serializeImagePulls: false
kubeAPIQPS: 100
kubeAPIBurst: 200
eventRecordQPS: 100
eventBurst: 200
YAML
}

# Starts a program inside, in the background. Its log is NAME.log in the node's folder.
start() { # NAME COMMAND...
  local name=$1
  shift
  inside setsid "$@" {LOCK}<&- </dev/null &>"$FOLDER/$name".log &
}

start_control_plane() {
  local kube=$RUN/kube name
  local etcd=http://127.0.0.1:2379 peer=http://127.0.0.1:2380
  # What the operator asks for is recorded, so that its roles can be compared with it. Of long requests also their beginning.
  cat >$RUN/audit-policy.yaml <<YAML
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata, userGroups: ["system:serviceaccounts:loadtest-system"]}]
YAML
  touch $RUN/audit.log
  start etcd $kube etcd --data-dir /var/lib/etcd --unsafe-no-fsync --log-level warn \
    --listen-client-urls $etcd --advertise-client-urls $etcd \
    --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster default=$peer
  start kube-apiserver $kube kube-apiserver --etcd-servers $etcd --authorization-mode Node,RBAC --allow-privileged \
    --advertise-address $NODE_IP --secure-port 6443 --service-cluster-ip-range $SERVICE_CIDR \
    --tls-cert-file $RUN/apiserver.crt --tls-private-key-file $RUN/apiserver.key --client-ca-file $RUN/ca.crt \
    --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file $RUN/sa.key --service-account-signing-key-file $RUN/sa.key \
    --kubelet-client-certificate $RUN/apiserver-kubelet.crt --kubelet-client-key $RUN/apiserver-kubelet.key \
    --kubelet-preferred-address-types InternalIP \
    --requestheader-client-ca-file $RUN/ca.crt --requestheader-allowed-names aggregator --requestheader-username-headers X-Remote-User \
    --requestheader-group-headers X-Remote-Group --requestheader-extra-headers-prefix X-Remote-Extra- \
    --audit-policy-file $RUN/audit-policy.yaml --audit-log-path $RUN/audit.log --audit-log-maxsize 1000
  await 60 "the API server" kubectl_ get --raw /readyz # the controllers exit when its bootstrap roles are not there yet
  for name in kube-controller-manager kube-scheduler; do
    local config=$RUN/$name.kubeconfig more=()
    if [ $name = kube-controller-manager ]; then
      more=(--service-account-private-key-file "$RUN/sa.key" --root-ca-file "$RUN/ca.crt" --use-service-account-credentials
        --controllers '*,-nodeipam' --node-monitor-grace-period 20s) # five missed renewals of the lease, as with Kubernetes' 50 s
    fi
    start $name $kube $name --kubeconfig "$config" --authentication-kubeconfig "$config" --authorization-kubeconfig "$config" \
      --leader-elect=false --bind-address 127.0.0.1 --kube-api-qps 100 --kube-api-burst 200 "${more[@]}"
  done
}

start_node() {
  local kube=$RUN/kube
  start containerd containerd --config "$FOLDER/containerd.toml"
  start kubelet $kube kubelet --config "$FOLDER/kubelet.yaml" --kubeconfig "$FOLDER/kubelet.kubeconfig" \
    --hostname-override "$NODE" --node-ip "$ADDRESS"
  start kube-proxy $kube kube-proxy --kubeconfig $RUN/kube-proxy.kubeconfig --proxy-mode iptables --cluster-cidr $POD_CIDR \
    --hostname-override "$NODE" --conntrack-max-per-core 0 --iptables-min-sync-period 100ms
}

start_dns() {
  # There is nothing outside, and saying so at once (NXDOMAIN) is what a resolver with a way out does for unknown names.
  cat >$RUN/Corefile <<COREFILE
.:53 {
  errors
  ready $NODE_IP:8181
  cache 5
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig $RUN/admin.kubeconfig testbed
    pods insecure
  }
  template ANY ANY . {
    rcode NXDOMAIN
  }
}
COREFILE
  start coredns $RUN/kube coredns -conf $RUN/Corefile
  kubectl_ apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec: {clusterIP: $DNS_IP, ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kube-dns, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
addressType: IPv4
endpoints: [{addresses: ["$NODE_IP"]}]
ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
YAML
}

node_is_ready() {
  kubectl_ get serviceaccount default && kubectl_ wait --for=condition=Ready "node/$NODE" --timeout=5s
}

# Imports images, except those that are there with the same content.
native_import() { # IMAGE.tar...
  local tar name hash
  native_is_running || fail 1 "the cluster is not up"
  for tar in "$@"; do
    name=$(tar -xOf "$tar" manifest.json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["RepoTags"][0])')
    hash=$(sha256sum <"$tar")
    import_to_node "$name" "$hash" "$tar"
    ! on_second native_is_running || on_second import_to_node "$name" "$hash" "$tar"
  done
}

import_to_node() { # NAME HASH IMAGE.tar
  local record=$FOLDER/images/${1//\//_}
  [ "$(head -1 "$record" 2>/dev/null)" != "$2" ] || return 0
  mkdir -p "$FOLDER/images"
  say "importing $1 to $NODE"
  await 10 "containerd" inside test -S /run/containerd/containerd.sock
  inside ctr --namespace k8s.io images import - <"$3" >/dev/null
  printf '%s\n' "$2" "$(realpath "$3")" >"$record"
}

# For a second node that comes later; what fails here is given to it by the next `load`.
import_what_the_first_has() {
  local record name hash tar imports=()
  await 10 "containerd" on_second inside test -S /run/containerd/containerd.sock
  for record in "$RUN"/images/*; do
    name=$(basename "$record")
    { read -r hash && read -r tar; } <"$record"
    [ ! -f "$tar" ] || on_second import_to_node "$name" "$hash" "$tar" {LOCK}<&- &
    imports+=($!)
  done
  wait "${imports[@]}" || true # not all: the node's own programs go on
}

# Ending the first process ends everything inside, by the kernel.
native_stop() {
  on_second kill_node
  kill_node
  ip link delete $LINK 2>/dev/null || true # gone by itself a little later
  await 8 "the end of the cluster's control groups" cgroups_are_removed
  [ ! -d $RUN ] || mv $RUN "$RUN-gone-$EPOCHREALTIME"
  remove_soon $RUN-gone-*
}

# On a busy disk all those images take many seconds; nobody has to wait for that.
remove_soon() { # FOLDER...
  setsid rm -rf "$@" {LOCK}<&- &
  for ((i = 0; i < 60; i++)); do
    kill -0 $! 2>/dev/null || return 0
    sleep 0.05
  done
  say "its files are still being removed"
}

kill_node() {
  native_is_running || return 0
  kill -KILL "$(cat "$FOLDER/init.pid")"
  await 10 "the end of the processes of $NODE" native_is_gone
}

# A group cannot be removed before the last of its processes is buried, which takes a moment when there are many.
cgroups_are_removed() {
  local tree
  for tree in $(cgroup_trees); do
    [ ! -d "$tree/$BRANCH" ] || find "$tree/$BRANCH" -depth -type d -exec rmdir {} + || return 1
  done
}

native_is_gone() {
  ! native_is_running
}
