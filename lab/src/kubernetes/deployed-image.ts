import type { V1Deployment } from "@kubernetes/client-node";
import type { Cluster } from "./cluster.ts";

/** The image in the service's Deployment; undefined if there is no Deployment. */
export async function deployedImage(cluster: Cluster): Promise<string | undefined> {
  const metadata = { namespace: "webhook-app", name: "webhook-app" };
  const deployment = await cluster.read<V1Deployment>({ apiVersion: "apps/v1", kind: "Deployment", metadata });
  return deployment?.spec?.template.spec?.containers[0]?.image;
}
