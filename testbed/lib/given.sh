# shellcheck shell=bash
# The way "given": a cluster that somebody else made, by $KUBECONFIG_TEST. Nothing is started, nothing is stopped.

given_up() { # NODES
  "$(kubectl_program given)" --kubeconfig "$KUBECONFIG_TEST" get --raw /readyz >/dev/null ||
    fail 1 "the cluster of KUBECONFIG_TEST ($KUBECONFIG_TEST) does not answer"
  [ "${1:-1}" = 1 ] || say "the nodes of a given cluster are as they are"
  given_kubeconfig
}

given_node_loss() {
  fail 2 "no node of a given cluster is ended"
}

given_audit() {
  fail 2 "what the operator asks a given cluster for is not recorded"
}

given_down() {
  say "the cluster of KUBECONFIG_TEST is left as it is"
}

given_kubeconfig() {
  realpath "$KUBECONFIG_TEST"
}

given_exec() {
  fail 2 "the network of a given cluster cannot be entered; use '$0 kubectl run' or 'port-forward'"
}

given_load() {
  say "the nodes of a given cluster must be able to pull the images; for k3d: k3d image import -c CLUSTER FILE," \
    "for kind: kind load image-archive --name CLUSTER FILE"
}
