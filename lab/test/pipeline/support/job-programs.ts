/** Stand-ins for the programs that build and deploy call. They write down their arguments below $RECORDS. */
export const DIGEST = `sha256:${"d".repeat(64)}`;

/** Answers as BuildKit does, and writes down which files of the context others than their owner may write. */
export const BUILDCTL = `
printf '%s\\n' "$@" > "$RECORDS/buildctl"
printf '%s' "$BUILDCTL_CONNECT_RETRIES_MAX" > "$RECORDS/retries"
find part-a/webhook-app ! -type l -perm -0002 > "$RECORDS/writable"
printf '{\\n  "containerimage.digest": "${DIGEST}"\\n}\\n' > metadata.json`;

/** What `kustomize build` writes, as far as the deploy looks at it. */
export const RENDERED = [
  "kind: Namespace\nmetadata:\n  name: webhook-app",
  "data:\n  recipients.yaml: |\n    kind: Deployment\n    ---\n    rules: []\nkind: ConfigMap\nmetadata:\n  name: webhook-app-recipients-abc",
  "kind: ConfigMap\nmetadata:\n  name: postgresql-initdb-abc",
  "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: webhook-app",
].join("\n---\n");

export const KUSTOMIZE = `
echo "kustomize $*" >> "$RECORDS/calls"
if [ "$1" = build ]; then printf '%s\\n' "$RENDERED"; fi`;

/**
 * Revision 7 is what runs; READY says whether a new one gets ready, REFUSAL what making a ConfigMap is answered
 * ("silent": it fails and says nothing).
 */
export const KUBECTL = `
echo "kubectl $*" >> "$RECORDS/calls"
case "$*" in
  *" get deployment/"*) printf 7 ;;
  *" create "*)
    cp "\${5}" "$RECORDS/created"
    [ "$REFUSAL" != silent ] || exit 137
    [ -z "$REFUSAL" ] || { echo "$REFUSAL" >&2; exit 1; } ;;
  *" apply "*) cp "\${5}" "$RECORDS/applied" ;;
  *" rollout status "*"15m") [ "$READY" = true ] ;;
esac`;
