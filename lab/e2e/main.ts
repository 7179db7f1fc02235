/**
 * Proves the service on a real cluster, the current kube context: image from the Dockerfile, restricted namespace,
 * PostgreSQL, the sandbox in Rocket.Chat's place. Can be run again; `IMAGE_LOADER` says how images get onto the nodes
 * (see images.ts), unset leaves those that are there.
 */
import { backup } from "./checks/backup.ts";
import { confined } from "./checks/confined.ts";
import { evictions } from "./checks/evictions.ts";
import { killedDatabase, killedService } from "./checks/killed-processes.ts";
import { network } from "./checks/network.ts";
import { oneMessage } from "./checks/one-message.ts";
import { rollingUpdate } from "./checks/rolling-update.ts";
import { buildImages } from "./images.ts";
import { kubectl, serviceReady } from "./kubectl.ts";
import { report } from "./report.ts";
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

const loader = process.env["IMAGE_LOADER"];
if (loader) await report("images are built and loaded", () => buildImages(loader).then(() => loader));
await report("manifests are accepted and become ready", deploy);
await report("a signed push from a Pod is one message", () => oneMessage(run));
await report("the process is confined", confined);
await report("the network is closed but for what is needed", network);
await report("a rolling update loses and doubles nothing", () => rollingUpdate(run));
await report("kill -9 of the service loses and doubles nothing", () => killedService(run));
await report("kill -9 of PostgreSQL loses and doubles nothing", () => killedDatabase(run));
await report("evictions beyond the budget are refused", evictions);
await report("the backup works", () => backup(run));
