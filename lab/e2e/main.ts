/**
 * Tests the service and its pipeline on a real cluster, the current kube context: image from the Dockerfile, restricted
 * namespace, PostgreSQL, the sandbox in Rocket.Chat's place, a registry in GitLab's. Can be repeated. `--help` lists
 * what it needs.
 */
import { runCommand } from "../src/command.ts";
import { pipelineImages } from "./ci/surroundings.ts";
import { expectImages, imagesOf } from "./images-there.ts";
import { buildImages } from "./images.ts";
import { kubectl, serviceReady } from "./kubectl.ts";
import { installMonitoring } from "./monitoring/set-up.ts";
import { chosenParts, type Part, PARTS } from "./parts.ts";
import { checkPipeline } from "./pipeline.ts";
import { writeChecks } from "./record/write-checks.ts";
import { MADE_BY, removeAll } from "./removal.ts";
import { report } from "./report.ts";
import { expectRequirements, requirementsText } from "./requirements.ts";
import { checkScaling } from "./scaling.ts";
import { createSecrets } from "./secrets.ts";
import { checkService } from "./service.ts";

const MANIFESTS = new URL("manifests", import.meta.url).pathname;
const SERVICE = new URL("../../part-a/webhook-app/k8s", import.meta.url).pathname;

const USAGE = `usage: make e2e ARGS="[PART...]"
Proves the parts that are named (${PARTS.join(", ")}), or all, on the cluster of the current kube context, and removes in the
end what it has made; KEEP=1 leaves it. The scaling part writes its run to docs/runs/DAY, or to RUN_FOLDER. It needs:
`;

/** Comes first, because a dry run rejects objects whose namespace does not exist. */
async function createNamespaces(): Promise<void> {
  const ours = ["rocket-chat", "client"].map((name) => `${MANIFESTS}/${name}`);
  const files = [SERVICE, ...ours].flatMap((folder) => ["-f", `${folder}/namespace.yaml`]);
  await kubectl(["apply", ...files]);
  await kubectl(["label", "--overwrite", "namespace", "webhook-app", `made-by=${MADE_BY["made-by"]}`]);
}

async function imagesThere(parts: readonly Part[]): Promise<string> {
  await createNamespaces();
  const images = imagesOf(await kubectl(["kustomize", MANIFESTS]));
  return expectImages("webhook-app", [...images, ...(parts.includes("pipeline") ? await pipelineImages() : [])]);
}

async function deploy(): Promise<string> {
  await kubectl(["apply", "-k", MANIFESTS, "--dry-run=server", "--validate=strict"]);
  await createSecrets();
  await kubectl(["apply", "-k", MANIFESTS]);
  await kubectl(["-n", "webhook-app", "rollout", "status", "statefulset/postgresql", "--timeout=180s"]);
  await kubectl(["-n", "rocket-chat", "rollout", "status", "deployment/rocket-chat", "--timeout=120s"]);
  await serviceReady();
  return "applied after a strict server-side dry run; the HPA has made it two replicas";
}

async function prove(parts: readonly Part[]): Promise<void> {
  const { IMAGE_LOADER, IMAGE_PUSHER, MONITORING_SETUP, RUN_FOLDER, KEEP } = process.env;
  const began = new Date();
  const run = `e2e${began.getTime().toString(36)}`;
  const day = began.toISOString().slice(0, 10);
  const folder = RUN_FOLDER ?? new URL(`../../docs/runs/${day}`, import.meta.url).pathname;
  await expectRequirements(parts);
  if (MONITORING_SETUP && parts.includes("scaling")) {
    await report("the Prometheus Operator is installed", () => installMonitoring(MONITORING_SETUP));
  }
  if (IMAGE_LOADER) {
    await report("images are built and loaded", () => buildImages(IMAGE_LOADER));
  }
  await report("every image that is needed is there", () => imagesThere(parts));
  await report("manifests are accepted and become ready", deploy);
  if (parts.includes("service")) await checkService(run);
  const record = () => writeChecks(folder, parts, began, IMAGE_PUSHER !== undefined);
  if (parts.includes("scaling")) await checkScaling(run, folder).then(record);
  if (parts.includes("pipeline")) await checkPipeline(run, IMAGE_PUSHER);
  if (!KEEP) await report("what was made is removed", removeAll);
  if (parts.includes("scaling")) await record();
}

await runCommand(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) process.stdout.write(`${USAGE}${requirementsText(PARTS)}`);
  else await prove(chosenParts(names));
});
