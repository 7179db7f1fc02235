import { whole, type Figure, type Row } from "../figure.ts";
import { warmUp } from "../load/through.ts";
import { load, type LoadResult } from "../load/wrk.ts";
import { startChat } from "../processes/chat.ts";
import { forgetQuota, holdToCores, POD_CORES } from "../processes/cpu-quota.ts";
import { startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

/** GitLab gives up after 10 s; answers should stay far below that. */
const MOST_P99_MS = 1_000;
const OPEN_REQUESTS = [4, 8, 16, 32, 64];
/** Twice as long as in other rows: with a tenth of a core little happens in a second. */
const LONGER = 2;
const WHAT = `webhooks per second that ${POD_CORES} of a core takes with p99 under 1 s (PostgreSQL)`;

type Carried = LoadResult & { open: number };

async function measure(bench: Workbench): Promise<Carried[]> {
  await using chat = await startChat(bench);
  const service = await startService(bench, await bench.newStore("PostgreSQL"), chat.origin);
  try {
    // A Pod under load is already warmed up.
    await warmUp(bench, service, chat, 3);
    holdToCores(service.pid, POD_CORES);
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

/** The basis of the HPA's targets: see k8s/hpa.yaml. Includes deliveries to an instant Rocket.Chat. */
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
