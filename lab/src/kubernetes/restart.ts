import type { Cluster } from "./cluster.ts";

/**
 * Lets the Pods of a Deployment be replaced, one after the other as it says itself, so that they start with the values
 * that its Secrets have now. By the annotation that `kubectl rollout restart` sets; a Deployment that is not there
 * needs none.
 */
export async function restart(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace, name } };
  if ((await cluster.read(deployment)) === undefined) return;
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  await cluster.merge({ ...deployment, spec: { template: { metadata: { annotations } } } });
}
