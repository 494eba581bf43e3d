# shellcheck shell=bash
# The way "native": a one-node Kubernetes of our own. API server, controllers, scheduler, kubelet, kube-proxy, etcd and CoreDNS
# from one Go program (kube/), pods by containerd and runc. All of it lives in its own process, mount and network namespaces, and
# no route leaves the network namespace.

RUN=/var/opt/loadtest-testbed # not below /var/lib, /var/log, /run or /opt: those are replaced inside
CGROUP=loadtest-testbed
LINK=lt-host
# 198.18.0.0/15 is set aside for benchmarks: it cannot meet a real network.
HOST_IP=198.18.255.1
NODE_IP=198.18.255.2
POD_CIDR=198.18.0.0/17
SERVICE_CIDR=198.19.0.0/16
API_IP=198.19.0.1
DNS_IP=198.19.0.10

native_up() {
  local kube pause pause_image
  install_packages
  # Before the lock: building takes minutes, and the cluster of another checkout can be used meanwhile.
  kube=$(binary kube)
  pause=$(binary pause)
  pause_image=$(image pause)
  locked "$(dirname $RUN)" native_start "$kube" "$pause" "$pause_image"
  native_kubeconfig
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
  pid=$(cat $RUN/init.pid 2>/dev/null) && [[ $(readlink "/proc/$pid/exe") == */pause ]]
}

inside() {
  nsenter --target "$(cat $RUN/init.pid)" --mount --pid --net -- "$@"
}

native_start() { # KUBE PAUSE PAUSE-IMAGE
  # Patience: another checkout may be using it, and a busy machine answers late.
  if native_is_running && await 30 "the API server" kubectl_ get --raw /readyz; then
    return
  fi
  say "starting Kubernetes"
  native_stop
  mkdir -p $RUN
  cp "$1" $RUN/kube # copies: the cache may lie where it cannot be seen inside
  cp "$2" $RUN/pause
  start_namespaces
  write_credentials
  write_configuration
  start_control_plane
  start_node
  native_import "$3"
  await 60 "the node" node_is_ready
}

start_namespaces() {
  setsid unshare --mount --pid --net --fork "$TESTBED/lib/init.sh" $RUN \
    {LOCK}<&- </dev/null &>$RUN/init.log &
  await 10 "the first process" test -s $RUN/init.pid

  ip link add $LINK type veth peer name lt-node netns "$(cat $RUN/init.pid)"
  ip addr add $HOST_IP/30 dev $LINK
  ip link set $LINK up
  inside ip -batch - <<IP
link set lo up
addr add $NODE_IP/30 dev lt-node
link set lt-node up
link add sink type bridge
link set sink up
addr add 198.18.254.1/32 dev sink
route add default dev sink
IP
  # The default route leads into an empty bridge: service addresses need some route before kube-proxy rewrites them.
  inside sysctl -qw net.ipv4.ip_forward=1
  # This machine may call in, nothing may call out, not even to this machine.
  inside iptables --wait --append FORWARD --out-interface lt-node --jump REJECT
  inside iptables --wait --append OUTPUT --out-interface lt-node --match conntrack --ctstate NEW --jump REJECT

  # Pods get their own branch of the control groups, so that they can be found and removed. cgroup v1 has one tree per
  # controller, v2 has one in all.
  local tree
  for tree in $(cgroup_trees); do
    mkdir -p "$tree/$CGROUP"
    if [ -f "$tree/cpuset.mems" ]; then # v1 leaves the sets of a new group empty, and then nothing can run in it
      cat "$tree/cpuset.cpus" >"$tree/$CGROUP/cpuset.cpus"
      cat "$tree/cpuset.mems" >"$tree/$CGROUP/cpuset.mems"
    fi
  done
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
  user kubelet /O=system:nodes/CN=system:node:node1
  for name in kube-controller-manager kube-scheduler kube-proxy; do user $name /CN=system:$name; done
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
  mkdir -p $RUN/cni
  # restrict_oom_score_adj: where CAP_SYS_RESOURCE is missing, runc cannot lower oom_score_adj and dies without a word.
  cat >$RUN/containerd.toml <<TOML
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$RUN/cni"
TOML
  # ptp and not bridge: every packet between pods is routed, so kube-proxy's rules hold without the br_netfilter module.
  cat >$RUN/cni/10-pods.conflist <<JSON
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$POD_CIDR"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
  # No eviction and no image collection: a full disk of the developer must not kill a test. Faster clients: a test waits for pods.
  cat >$RUN/kubelet.yaml <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP
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
serializeImagePulls: false
kubeAPIQPS: 100
kubeAPIBurst: 200
eventRecordQPS: 100
eventBurst: 200
YAML
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
}

# Starts a program inside, in the background. Its log is $RUN/NAME.log.
start() { # NAME COMMAND...
  local name=$1
  shift
  inside setsid "$@" {LOCK}<&- </dev/null &>$RUN/"$name".log &
}

start_control_plane() {
  local kube=$RUN/kube name
  local etcd=http://127.0.0.1:2379 peer=http://127.0.0.1:2380
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
    --requestheader-group-headers X-Remote-Group --requestheader-extra-headers-prefix X-Remote-Extra-
  start containerd containerd --config $RUN/containerd.toml
  await 60 "the API server" kubectl_ get --raw /readyz # the controllers exit when its bootstrap roles are not there yet
  for name in kube-controller-manager kube-scheduler; do
    local config=$RUN/$name.kubeconfig more=()
    if [ $name = kube-controller-manager ]; then
      more=(--service-account-private-key-file "$RUN/sa.key" --root-ca-file "$RUN/ca.crt" --use-service-account-credentials
        --controllers '*,-nodeipam')
    fi
    start $name $kube $name --kubeconfig "$config" --authentication-kubeconfig "$config" --authorization-kubeconfig "$config" \
      --leader-elect=false --bind-address 127.0.0.1 --kube-api-qps 100 --kube-api-burst 200 "${more[@]}"
  done
}

start_node() {
  local kube=$RUN/kube
  start kubelet $kube kubelet --config $RUN/kubelet.yaml --kubeconfig $RUN/kubelet.kubeconfig --hostname-override node1 --node-ip $NODE_IP
  start kube-proxy $kube kube-proxy --kubeconfig $RUN/kube-proxy.kubeconfig --proxy-mode iptables --cluster-cidr $POD_CIDR \
    --hostname-override node1 --conntrack-max-per-core 0 --iptables-min-sync-period 100ms
  start coredns $kube coredns -conf $RUN/Corefile
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
  kubectl_ get serviceaccount default && kubectl_ wait --for=condition=Ready node/node1 --timeout=5s
}

# Imports images, except those that are there with the same content.
native_import() { # IMAGE.tar...
  local tar name hash
  native_is_running || fail 1 "the cluster is not up"
  mkdir -p $RUN/images
  for tar in "$@"; do
    name=$(tar -xOf "$tar" manifest.json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["RepoTags"][0])')
    hash=$(sha256sum <"$tar")
    [ "$(cat "$RUN/images/${name//\//_}" 2>/dev/null)" != "$hash" ] || continue
    say "importing $name"
    inside ctr --namespace k8s.io images import - <"$tar" >/dev/null
    echo "$hash" >"$RUN/images/${name//\//_}"
  done
}

# Ending the first process ends everything inside, by the kernel.
native_stop() {
  if native_is_running; then
    kill -KILL "$(cat $RUN/init.pid)"
    await 10 "the end of the cluster's processes" native_is_gone
  fi
  ip link delete $LINK 2>/dev/null || true # gone by itself a little later
  await 8 "the end of the cluster's control groups" cgroups_are_removed
  rm -rf $RUN
}

# A group cannot be removed before the last of its processes is buried, which takes a moment when there are many.
cgroups_are_removed() {
  local tree
  for tree in $(cgroup_trees); do
    [ ! -d "$tree/$CGROUP" ] || find "$tree/$CGROUP" -depth -type d -exec rmdir {} + || return 1
  done
}

native_is_gone() {
  ! native_is_running
}
