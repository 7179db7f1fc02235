import type { V1ContainerStatus } from "@kubernetes/client-node";
import { apply, kubectl } from "./kubectl.ts";
import { until } from "../src/until.ts";

/** The image is neither on the node nor can it be pulled. */
const UNAVAILABLE = new Set(["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"]);
/** Still undecided. */
const BEGINNING = new Set(["ContainerCreating", "PodInitializing"]);

/** Large images over a slow line. */
const SECONDS = 1200;

/** The images in manifests. */
export function imagesOf(manifests: string): string[] {
  return [...manifests.matchAll(/^[ -]+image: "?([^\s"]+)"?$/gm)].map(([, image = ""]) => image);
}

/**
 * Makes a node pull each image, with a Pod whose containers' command does not exist, so that nothing runs.
 *
 * @throws Error that names the unavailable images, and why
 */
export async function expectImages(namespace: string, images: readonly string[]): Promise<string> {
  const distinct = [...new Set(images)].sort();
  const name = "images";
  await kubectl(["-n", namespace, "delete", "pod", name, "--ignore-not-found", "--grace-period=0", "--force"]);
  // Created a moment after its namespace; without it Pods are rejected.
  await until(`the ServiceAccount default of ${namespace}`, 30, async () => {
    const found = await kubectl(["-n", namespace, "get", "serviceaccount/default", "--ignore-not-found", "-o", "name"]);
    return found !== "";
  });
  await apply(podOf(namespace, name, distinct));
  const path = ["-n", namespace, "get", "pod", name, "-o", "jsonpath={.status.containerStatuses}"];
  const statuses = await until(`a node has or pulls ${distinct.join(", ")}`, SECONDS, async () => {
    const found = JSON.parse((await kubectl(path)) || "[]") as V1ContainerStatus[];
    return found.length === distinct.length && found.every(isDecided) && found;
  });
  await kubectl(["-n", namespace, "delete", "pod", name, "--grace-period=0", "--force"]);
  const missing = statuses.filter(({ state }) => UNAVAILABLE.has(state?.waiting?.reason ?? ""));
  if (missing.length === 0) return distinct.join(", ");
  const causes = missing.map(({ image, state }) => `${image} (${state?.waiting?.message ?? state?.waiting?.reason})`);
  throw new Error(`neither on the node nor to be pulled: ${causes.join(", ")}`);
}

function isDecided({ state }: V1ContainerStatus): boolean {
  if (state?.terminated) return true;
  return state?.waiting !== undefined && !BEGINNING.has(state.waiting.reason ?? "ContainerCreating");
}

function podOf(namespace: string, name: string, images: readonly string[]): object {
  const containers = images.map((image, index) => ({
    name: `image-${index}`,
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/looks-for-the-image-only"],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  }));
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
  const spec = { restartPolicy: "Never", automountServiceAccountToken: false, securityContext, containers };
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace, name }, spec };
}
