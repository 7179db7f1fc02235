import { whole, type Figure, type Row } from "../figure.ts";
import { load, type LoadResult } from "../load/wrk.ts";
import { startChat } from "../processes/chat.ts";
import { forgetQuota, holdToCores } from "../processes/cpu-quota.ts";
import { startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

/** What the Deployment requests: all that a Pod may count on when its node is busy. */
const CORES = 0.1;
/** GitLab gives up after 10 s; nobody should come near it. */
const MOST_P99_MS = 1_000;
const OPEN_REQUESTS = [4, 8, 16, 32, 64];
/** Twice as long as elsewhere: with a tenth of a core little happens in a second. */
const LONGER = 2;
const WHAT = `webhooks per second that ${CORES} of a core takes with p99 under 1 s (PostgreSQL)`;

type Carried = LoadResult & { open: number };

async function measure(bench: Workbench): Promise<Carried[]> {
  await using chat = await startChat(bench);
  const service = await startService(bench, await bench.newStore("PostgreSQL"), chat.origin);
  try {
    // So that the code is compiled: a Pod has its warm-up behind it when it is under load.
    await load(service.url, bench.bodyFile, 3);
    await chat.sentAll(await service.metric('webhooks_received_total{event="push",outcome="accepted"}'));
    holdToCores(service.pid, CORES);
    const carried: Carried[] = [];
    for (const open of OPEN_REQUESTS) {
      carried.push({ ...(await load(service.url, bench.bodyFile, bench.effort.seconds * LONGER, open)), open });
    }
    return carried;
  } finally {
    await service.kill("SIGKILL");
    forgetQuota(service.pid);
  }
}

/** What the HPA's targets are made from: see k8s/hpa.yaml. Deliveries to an instant Rocket.Chat are part of the work. */
export const podRow: Row = {
  name: "pod",
  async measure(bench): Promise<Figure[]> {
    const carried = await measure(bench).catch((error: NodeJS.ErrnoException) => {
      if (["EACCES", "EROFS", "ENOENT", "EINVAL"].includes(error.code ?? "")) return [];
      throw error;
    });
    if (carried.length === 0)
      return [{ what: WHAT, value: "not measured", from: "needs root and a cgroup to write to" }];
    const good = carried.filter(({ p99 }) => p99 < MOST_P99_MS);
    const most = good.reduce((best, one) => Math.max(best, one.perSecond), 0);
    const from = carried.map(({ open, perSecond, p99 }) => `${open} open: ${whole(perSecond)}/s, p99 ${whole(p99)} ms`);
    return [{ what: WHAT, value: `${whole(most)}/s`, from: from.join("; ") }];
  },
};
