import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import { expectOneMessageEach } from "../inbox.ts";
import { cluster, servicePodNames, servicePods } from "../cluster.ts";
import { kubectl, serviceReady } from "../kubectl.ts";
import { startPushes } from "../pushes.ts";
import { until } from "../../src/until.ts";

/** Finds the service among the Pod's processes and kills it as the kernel would. */
const KILL_SERVICE = `
const fs = require("node:fs");
const isService = (pid) => {
  try { return fs.readFileSync("/proc/" + pid + "/cmdline", "utf8").endsWith("\\0src/main.ts\\0"); } catch { return false; }
};
process.kill(Number(fs.readdirSync("/proc").find((name) => /^[0-9]+$/.test(name) && isService(name))), "SIGKILL");`;

/** `kill -9` of every service process, one after the other, under load: nothing acknowledged is lost or doubled. */
export async function killedService(run: string): Promise<string> {
  return underLoad(`${run}-kill-service`, async () => {
    for (const pod of await servicePodNames()) {
      await kubectl(["-n", "webhook-app", "exec", pod, "-c", "webhook-app", "--", "node", "-e", KILL_SERVICE]);
      await sleep(4000);
    }
    await serviceReady();
  });
}

/** `kill -9` of PostgreSQL under load: the same, and no service process ends with it. */
export async function killedDatabase(run: string): Promise<string> {
  await serviceReady();
  const before = await serviceRestarts();
  const told = await underLoad(`${run}-kill-database`, async () => {
    const pod = ["-n", "webhook-app", "exec", "postgresql-0", "-c", "postgresql", "--"];
    // The first line of postmaster.pid is the main process; without it the others exit by themselves.
    const before = await databaseRestarts();
    await kubectl([...pod, "bash", "-c", 'kill -KILL "$(head -1 "$PGDATA/postmaster.pid")"']);
    await until("PostgreSQL started again", 60, async () => (await databaseRestarts()) > before);
    await kubectl(["-n", "webhook-app", "wait", "pod/postgresql-0", "--for=condition=Ready", "--timeout=120s"]);
  });
  for (const [pod, restarts] of await serviceRestarts()) {
    assert.equal(restarts, before.get(pod) ?? 0, `${pod}: no service process ended because its database did`);
  }
  return told;
}

/** How often each of the service's Pods has restarted its process. */
async function serviceRestarts(): Promise<Map<string, number>> {
  return new Map((await servicePods()).map((pod) => [pod.metadata?.name ?? "", restartsOf(pod)]));
}

async function databaseRestarts(): Promise<number> {
  const metadata = { namespace: "webhook-app", name: "postgresql-0" };
  return restartsOf(await cluster().read<V1Pod>({ apiVersion: "v1", kind: "Pod", metadata }));
}

function restartsOf(pod: V1Pod | undefined): number {
  return pod?.status?.containerStatuses?.[0]?.restartCount ?? 0;
}

async function underLoad(run: string, disturb: () => Promise<void>): Promise<string> {
  const pushes = { run, count: 1000, perSecond: 50 };
  const ended = await startPushes(pushes);
  // The client's Pod needs a moment to start; the kill must happen during its load.
  await sleep(6000);
  const disturbed = Date.now() / 1000;
  await disturb();
  const sent = await ended();
  assert.equal(sent.acknowledged, pushes.count, JSON.stringify(sent.failures));
  await expectOneMessageEach(run, pushes.count, 90);
  // Does not check for repeated requests: the service itself retries for 8 s while its database is down.
  assert.ok(sent.began < disturbed && disturbed < sent.ended, "the kill fell into the load");
  return `${sent.acknowledged} webhooks, sent again ${JSON.stringify(sent.failures)}, slowest ${sent.slowestMs} ms`;
}
