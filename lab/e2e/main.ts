/**
 * Proves the service and its pipeline on a real cluster, the current kube context: image from the Dockerfile, restricted
 * namespace, PostgreSQL, the sandbox in Rocket.Chat's place, a registry in GitLab's. Can be run again; `IMAGE_LOADER`
 * says how images get onto the nodes (see images.ts), unset leaves those that are there; `IMAGE_PUSHER` is for a cluster
 * whose builds reach no public registry (see checks/build-job.ts); `MONITORING_SETUP` for one without a Prometheus
 * Operator (see monitoring/set-up.ts). Arguments are the parts to run, all of them by default: service, scaling, pipeline.
 * In the end all is removed, unless KEEP says otherwise.
 */
import { basename } from "node:path";
import { backup } from "./checks/backup.ts";
import { buildJob } from "./checks/build-job.ts";
import { pulledByTheNode } from "./checks/build-job-pulled.ts";
import { confined } from "./checks/confined.ts";
import { narrowAccount } from "./checks/deploy-job-rights.ts";
import { deployed, rolledBack } from "./checks/deploy-job.ts";
import { evictions } from "./checks/evictions.ts";
import { killedDatabase, killedService } from "./checks/killed-processes.ts";
import { network } from "./checks/network.ts";
import { oneMessage } from "./checks/one-message.ts";
import { rollingUpdate } from "./checks/rolling-update.ts";
import type { Logins } from "./ci/registry-login.ts";
import { prepareSurroundings } from "./ci/surroundings.ts";
import { buildImages } from "./images.ts";
import { kubectl, serviceReady } from "./kubectl.ts";
import { expectNoRealRocketChat, removeAll } from "./removal.ts";
import { report } from "./report.ts";
import { checkScaling } from "./scaling.ts";
import { createSecrets } from "./secrets.ts";

const MANIFESTS = new URL("manifests", import.meta.url).pathname;
const SERVICE = new URL("../../part-a/webhook-app/k8s", import.meta.url).pathname;
const run = `e2e${Date.now().toString(36)}`;

async function deploy(): Promise<string> {
  // First: a dry run refuses objects whose namespace is not there.
  const namespaces = [
    `${SERVICE}/namespace.yaml`,
    `${MANIFESTS}/rocket-chat/namespace.yaml`,
    `${MANIFESTS}/client/namespace.yaml`,
  ];
  await kubectl(["apply", ...namespaces.flatMap((file) => ["-f", file])]);
  await kubectl(["apply", "-k", MANIFESTS, "--dry-run=server", "--validate=strict"]);
  await createSecrets();
  await kubectl(["apply", "-k", MANIFESTS]);
  await kubectl(["-n", "webhook-app", "rollout", "status", "statefulset/postgresql", "--timeout=180s"]);
  await kubectl(["-n", "rocket-chat", "rollout", "status", "deployment/rocket-chat", "--timeout=120s"]);
  await serviceReady();
  return "applied after a strict server-side dry run; the HPA has made it two replicas";
}

const PARTS = ["service", "scaling", "pipeline"];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}; there are ${PARTS.join(", ")}`);
const wanted = (part: string): boolean => chosen.length === 0 || chosen.includes(part);

await expectNoRealRocketChat();
const loader = process.env["IMAGE_LOADER"];
if (loader) await report("images are built and loaded", () => buildImages(loader).then(() => `by ${basename(loader)}`));
await report("manifests are accepted and become ready", deploy);
if (wanted("service")) await checkService();
if (wanted("scaling")) {
  const day = new Date().toISOString().slice(0, 10);
  const folder = process.env["RUN_FOLDER"] ?? new URL(`../../docs/runs/${day}`, import.meta.url).pathname;
  await checkScaling(run, process.env["MONITORING_SETUP"], folder);
}
// Last: from here on the Deployment is what the pipeline makes of it.
if (wanted("pipeline")) await checkPipeline();
if (!process.env["KEEP"]) await report("what was made is removed", removeAll);

async function checkService(): Promise<void> {
  await report("a signed push from a Pod is one message", () => oneMessage(run));
  await report("the process is confined", confined);
  await report("the network is closed but for what is needed", network);
  await report("a rolling update loses and doubles nothing", () => rollingUpdate(run));
  await report("kill -9 of the service loses and doubles nothing", () => killedService(run));
  await report("kill -9 of PostgreSQL loses and doubles nothing", () => killedDatabase(run));
  await report("evictions beyond the budget are refused", evictions);
  await report("the backup works", () => backup(run));
}

async function checkPipeline(): Promise<void> {
  let logins: Logins;
  let image = "";
  await report("the jobs' namespaces, the registry and the nodes' way to it are there", async () => {
    logins = await prepareSurroundings();
    return "part-a/k8s-manifests, with a registry in GitLab's place";
  });
  await report("the build job pushes an image, twice, the second time from its cache", async () => {
    return (image = await buildJob(run, logins.job, process.env["IMAGE_PUSHER"]));
  });
  await report("the node pulls it by that name, with a deploy token only", () =>
    pulledByTheNode(run, image, logins.deployToken),
  );
  await report("the deploy job rolls it out, and changed settings with it", () => deployed(run, image));
  await report("the deploy job rolls a broken image back; nothing is lost", () => rolledBack(run, image));
  await report("the deploy job's account can do nothing else", () => narrowAccount(run));
}
