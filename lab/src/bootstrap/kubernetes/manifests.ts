import type { KubernetesObject } from "@kubernetes/client-node";
import { applied } from "../../kubernetes/applied.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Render } from "../../repository.ts";
import type { Step } from "../../step.ts";
import { isOperation } from "./operations.ts";

/** One step for each namespace of a folder, so that the report shows where something differs. */
export async function manifests(cluster: Cluster, render: Render, folder: string): Promise<Step[]> {
  const groups = Map.groupBy(await render(folder), ({ metadata }) => metadata?.namespace);
  return [...groups]
    .filter(([namespace]) => namespace !== undefined)
    .map(([namespace, objects]) => applied(`Kubernetes: ${namespace}`, cluster, () => Promise.resolve(objects)));
}

/**
 * The service with its database, settings and policies. The Deployment is created only once, so that the pipeline
 * can change it; from then on the pipeline sets its image, and applying ours would undo a deploy. The CronJobs that run
 * the same image come later.
 */
export function serviceManifests(cluster: Cluster, render: Render, folder: string): Step {
  return applied("Kubernetes: the service", cluster, async () => {
    const objects = (await render(folder)).filter((object) => !isOperation(object));
    const deployed = await Promise.all(objects.map((object) => isDeployed(cluster, object)));
    return objects.filter((_object, index) => deployed[index] === false);
  });
}

async function isDeployed(cluster: Cluster, { apiVersion, kind, metadata }: KubernetesObject): Promise<boolean> {
  if (apiVersion !== "apps/v1" || kind !== "Deployment") return false;
  const name = { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" };
  return (await cluster.read({ apiVersion, kind, metadata: name })) !== undefined;
}
