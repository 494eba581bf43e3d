#!/usr/bin/env bash
# The first process inside a node's own process, mount and network namespaces. When it dies the kernel ends all others
# and drops their mounts and links, so nothing can be left behind.
# usage: init.sh TESTBED-FOLDER NODE-FOLDER
set -euo pipefail
programs=$1
run=$2

read -r pid _ </proc/self/stat # /proc is still the host's, so this is the number by which the host knows us
mount -t proc proc /proc
mount --make-rshared /
# Whatever containerd, runc, CNI and the kubelet write to their usual places lands in the testbed's folder or in memory.
for dir in /var/lib /var/log /opt; do
  mkdir -p "$run/root$dir"
  mount --bind "$run/root$dir" "$dir"
done
mount -t tmpfs run /run
mkdir -p /run/netns

echo "$pid" >"$run/init.pid.part"
mv "$run/init.pid.part" "$run/init.pid"
exec "$programs/pause"
