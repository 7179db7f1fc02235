import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileOf, startJob, writeFileOf } from "../ci/run-job.ts";
import { deployedImage } from "../../src/kubernetes/deployed-image.ts";
import { cluster } from "../cluster.ts";
import { expectOneMessageEach } from "../inbox.ts";
import { kubectl, serviceReady } from "../kubectl.ts";
import { startPushes } from "../pushes.ts";

const MANIFESTS = "part-a/webhook-app/k8s";
const LAB = "part-a/webhook-app/k8s-overlays/lab";
const RECIPIENTS = new URL("../manifests/recipients.yaml", import.meta.url);

/** The job `deploy`, in its own Pod and with its own account: rolls the image out, and changed settings with it. */
export async function deployed(run: string, image: string): Promise<string> {
  const job = await startJob("deploy", `${run}-1`);
  await writeFileOf(job, `${LAB}/recipients.yaml`, await recipients(run));
  const { code, log } = await job.script({ APP_IMAGE: image });
  assert.equal(code, 0, log);
  await job.end();
  assert.equal(await deployedImage(cluster()), image);
  assert.match(await recipientsInUse(), new RegExp(run), "the Pods have the changed recipients");
  const push = { run: `${run}-deployed`, count: 20, perSecond: 10 };
  assert.equal((await (await startPushes(push))()).acknowledged, push.count);
  await expectOneMessageEach(push.run, push.count);
  return log.trim().split("\n").slice(-4).join("\n        ");
}

/** An image that does not start is rolled back, and no webhook is lost meanwhile. */
export async function rolledBack(run: string, image: string): Promise<string> {
  const job = await startJob("deploy", `${run}-2`);
  await writeFileOf(job, `${LAB}/recipients.yaml`, await recipients(run));
  // Two minutes for a Pod to become ready are right, but too long to wait here.
  const deployment = await fileOf(job, `${MANIFESTS}/deployment.yaml`);
  const impatient = deployment.replace(/progressDeadlineSeconds: \d+/, "progressDeadlineSeconds: 20");
  assert.notEqual(impatient, deployment);
  await writeFileOf(job, `${MANIFESTS}/deployment.yaml`, impatient);

  const pushes = { run: `${run}-broken`, count: 1000, perSecond: 20 };
  const ended = await startPushes(pushes);
  await sleep(3000);
  const { code, log } = await job.script({ APP_IMAGE: image.replace(/[0-9a-f]{64}$/, "0".repeat(64)) });
  assert.equal(code, 1, log);
  assert.match(log, /does not become ready: rolling back to revision \d+/);
  await job.end();
  assert.equal(await deployedImage(cluster()), image, "the image before runs again");
  await serviceReady();
  const sent = await ended();
  assert.equal(sent.acknowledged, pushes.count);
  await expectOneMessageEach(pushes.run, pushes.count);
  return `${sent.acknowledged} webhooks meanwhile, ${sent.retries} sent again; ${/back to .*/.exec(log)?.[0]}`;
}

async function recipients(run: string): Promise<string> {
  return `# ${run}\n${await readFile(RECIPIENTS, "utf8")}`;
}

async function recipientsInUse(): Promise<string> {
  const path = "jsonpath={.spec.template.spec.volumes[?(@.name=='recipients')].configMap.name}";
  const name = await kubectl(["-n", "webhook-app", "get", "deployment/webhook-app", "-o", path]);
  return kubectl(["-n", "webhook-app", "get", `configmap/${name}`, "-o", "jsonpath={.data}"]);
}
