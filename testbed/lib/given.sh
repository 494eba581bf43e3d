# shellcheck shell=bash
# The way "given": a cluster that somebody else made, by $KUBECONFIG_TEST. Nothing is started, nothing is stopped.

given_up() {
  given_kubectl get --raw /readyz >/dev/null || fail 1 "the cluster of KUBECONFIG_TEST ($KUBECONFIG_TEST) does not answer"
  given_kubeconfig
}

given_down() {
  say "the cluster of KUBECONFIG_TEST is left as it is"
}

given_kubeconfig() {
  realpath "$KUBECONFIG_TEST"
}

given_kubectl() {
  any_kubectl "$KUBECONFIG_TEST" "$@"
}

given_exec() {
  fail 2 "the network of a given cluster cannot be entered; use '$0 kubectl run' or 'port-forward'"
}

given_load() {
  say "the nodes of a given cluster must be able to pull the images; for k3d: k3d image import -c CLUSTER FILE," \
    "for kind: kind load image-archive --name CLUSTER FILE"
}

# The machine's own kubectl if there is one, else ours.
any_kubectl() { # KUBECONFIG ARGS...
  local kubeconfig=$1 kubectl
  shift
  kubectl=$(type -P kubectl || binary kubectl)
  "$kubectl" --kubeconfig "$kubeconfig" "$@"
}
