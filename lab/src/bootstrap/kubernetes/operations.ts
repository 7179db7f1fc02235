import type { KubernetesObject, V1CronJob } from "@kubernetes/client-node";
import { applied } from "../../kubernetes/applied.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { deployedImage } from "../../kubernetes/deployed-image.ts";
import type { Render } from "../../repository.ts";
import { NotYet, type Step } from "../../step.ts";

/** The CronJobs that look after the service, canary and reconciler, with the image that is deployed. */
export function operations(cluster: Cluster, render: Render, folders: string[]): Step {
  return applied("Kubernetes: canary and reconciler", cluster, async () => {
    const image = await deployedImage(cluster);
    if (image === undefined) throw new NotYet("the service is not deployed yet");
    const objects = (await Promise.all(folders.map((folder) => render(folder)))).flat();
    return objects.map((object) => withImage(object, image));
  });
}

function withImage(object: KubernetesObject, image: string): KubernetesObject {
  if (object.kind !== "CronJob") return object;
  const cronJob = structuredClone(object) as V1CronJob;
  for (const container of cronJob.spec?.jobTemplate.spec?.template.spec?.containers ?? []) container.image = image;
  return cronJob;
}
