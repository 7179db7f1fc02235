# While this runs, the node finds the registry by the name that Pods use, with a line in its /etc/hosts (the kubelet and
# containerd do not use the cluster's DNS) and a containerd file that allows plain HTTP for this one registry.
# REGISTRY_NAME and REGISTRY_PORT come from the DaemonSet, the address from the cluster's DNS.
# shellcheck shell=sh disable=SC2317,SC2329 # remove is run by a trap
mark="# node-registry: $REGISTRY_NAME"
directory="/node/certs.d/$REGISTRY_NAME:$REGISTRY_PORT"

# Overwritten, not replaced: /etc/hosts is a separate mount in many nodes (such as kind's) and in this container.
without_our_line() { grep -vF "$mark" /node/hosts >/tmp/hosts || [ $? = 1 ]; }
remove() {
  without_our_line && cat /tmp/hosts >/node/hosts
  rm -rf "$directory"
}
# Server and host are the same: without the first, containerd would try HTTPS after a failure and report only that.
wanted_file() {
  printf 'server = "http://%s"\n[host."http://%s"]\n  capabilities = ["pull", "resolve"]\n' \
    "$REGISTRY_NAME:$REGISTRY_PORT" "$REGISTRY_NAME:$REGISTRY_PORT"
}
# The first address below "Name:"; the one above is the DNS server's.
look_up() { nslookup -type=a "$REGISTRY_NAME" | sed -n '/^Name:/,$s/^Address: *\([0-9.]*\)$/\1/p' | head -n 1; }
write_line() {
  address=$(look_up)
  if [ -z "$address" ]; then
    # DNS may be briefly unavailable: then the old line stays.
    grep -qF "$mark" /node/hosts && return
    echo "the cluster's DNS has no address of $REGISTRY_NAME: is its Service there?" >&2
    return 1
  fi
  line="$address $REGISTRY_NAME $mark"
  grep -qxF "$line" /node/hosts && return
  without_our_line && printf '%s\n' "$line" >>/tmp/hosts && cat /tmp/hosts >/node/hosts &&
    echo "wrote to /etc/hosts: $line"
}
write_file() {
  wanted_file >/tmp/hosts.toml
  cmp -s /tmp/hosts.toml "$directory/hosts.toml" && return
  mkdir -p "$directory" && cat /tmp/hosts.toml >"$directory/hosts.toml" && echo "wrote $directory/hosts.toml"
}

trap 'remove; exit 0' TERM INT
# Repeated every minute: a container runtime (kind) rewrites a node's /etc/hosts when it restarts the node, and so does
# cloud-init.
while write_line && write_file && touch /tmp/written; do
  sleep 60 &
  wait $!
done
echo "the node's files cannot be written; trying again after a restart" >&2
exit 1
