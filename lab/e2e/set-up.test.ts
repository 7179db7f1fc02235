import { inject } from "vitest";
import { check } from "./check.ts";
import { pipelineImages } from "./ci/surroundings.ts";
import { expectImages, imagesOf } from "./images-there.ts";
import { buildImages } from "./images.ts";
import { kubectl, serviceReady } from "./kubectl.ts";
import { installMonitoring } from "./monitoring/set-up.ts";
import { MADE_BY } from "./removal.ts";
import { createSecrets } from "./secrets.ts";

const MANIFESTS = new URL("manifests", import.meta.url).pathname;
const SERVICE = new URL("../../part-a/webhook-app/k8s", import.meta.url).pathname;

const { IMAGE_LOADER, MONITORING_SETUP } = process.env;
const parts = inject("parts");

if (MONITORING_SETUP && parts.includes("scaling")) {
  check("the Prometheus Operator is installed", () => installMonitoring(MONITORING_SETUP));
}
if (IMAGE_LOADER) check("images are built and loaded", () => buildImages(IMAGE_LOADER));

check("every image that is needed is there", async () => {
  // Namespaces come first, because a dry run rejects objects whose namespace does not exist.
  const ours = ["rocket-chat", "client"].map((name) => `${MANIFESTS}/${name}`);
  await kubectl(["apply", ...[SERVICE, ...ours].flatMap((folder) => ["-f", `${folder}/namespace.yaml`])]);
  await kubectl(["label", "--overwrite", "namespace", "webhook-app", `made-by=${MADE_BY["made-by"]}`]);
  const images = imagesOf(await kubectl(["kustomize", MANIFESTS]));
  return expectImages("webhook-app", [...images, ...(parts.includes("pipeline") ? await pipelineImages() : [])]);
});

check("manifests are accepted and become ready", async () => {
  await kubectl(["apply", "-k", MANIFESTS, "--dry-run=server", "--validate=strict"]);
  await createSecrets();
  await kubectl(["apply", "-k", MANIFESTS]);
  await kubectl(["-n", "webhook-app", "rollout", "status", "statefulset/postgresql", "--timeout=180s"]);
  await kubectl(["-n", "rocket-chat", "rollout", "status", "deployment/rocket-chat", "--timeout=120s"]);
  await serviceReady();
  return "applied after a strict server-side dry run; the HPA has made it two replicas";
});
