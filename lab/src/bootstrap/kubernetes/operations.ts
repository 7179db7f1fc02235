import type { KubernetesObject, V1Container, V1CronJob } from "@kubernetes/client-node";
import { applied } from "../../kubernetes/applied.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { deployedImage } from "../../kubernetes/deployed-image.ts";
import type { Render } from "../../repository.ts";
import { NotYet, type Step } from "../../step.ts";

/** The CronJobs canary and reconciler, with the deployed image. */
export function operations(cluster: Cluster, render: Render, folder: string): Step {
  return applied("Kubernetes: canary and reconciler", cluster, async () => {
    const image = await deployedImage(cluster);
    if (image === undefined) throw new NotYet("the service is not deployed yet");
    return (await render(folder)).filter(isOperation).map((cronJob) => withImage(cronJob, image));
  });
}

/** Whether this CronJob runs the service's own image; the database's backup runs another. */
export function isOperation(object: KubernetesObject): object is V1CronJob {
  return (
    object.kind === "CronJob" &&
    containersOf(object as V1CronJob).some(({ image = "" }) => image.startsWith("webhook-app:"))
  );
}

function withImage(object: V1CronJob, image: string): V1CronJob {
  const cronJob = structuredClone(object);
  for (const container of containersOf(cronJob)) container.image = image;
  return cronJob;
}

function containersOf({ spec }: V1CronJob): V1Container[] {
  return spec?.jobTemplate.spec?.template.spec?.containers ?? [];
}
