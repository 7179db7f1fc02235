import type { Cluster } from "./cluster.ts";

/**
 * Replaces the Pods of a Deployment by its own rolling update, so that they start with the current values
 * of its Secrets. Sets the annotation of `kubectl rollout restart`; a missing Deployment
 * needs no restart.
 */
export async function restart(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace, name } };
  if ((await cluster.read(deployment)) === undefined) return;
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  await cluster.merge({ ...deployment, spec: { template: { metadata: { annotations } } } });
}
