import { atLeast, withSpread, type Figure, type Row } from "../figure.ts";
import { load } from "../load/wrk.ts";
import { median } from "../median.ts";
import { NO_CHAT, startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

const CONNECTIONS = 64;

async function acceptRate(bench: Workbench, replicas: number): Promise<number> {
  const databaseUrl = await bench.newStore("PostgreSQL");
  await using stack = new AsyncDisposableStack();
  const urls: string[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    urls.push(stack.use(await startService(bench, databaseUrl, NO_CHAT)).url);
  }
  const loadAll = (seconds: number) =>
    Promise.all(urls.map((url) => load(url, bench.bodyFile, seconds, CONNECTIONS / replicas)));
  await loadAll(2);
  const results = await loadAll(bench.effort.seconds);
  return results.reduce((sum, { perSecond }) => sum + perSecond, 0);
}

/**
 * Two replicas with a shared PostgreSQL outbox, against one, under the same load: pushes to many branches, as of real
 * teams, because those to one branch wait for each other's commit. On two cores all processes compete.
 */
export const replicasRow: Row = {
  name: "replicas",
  async measure(bench): Promise<Figure[]> {
    const one: number[] = [];
    const two: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      one.push(await acceptRate(bench, 1));
      two.push(await acceptRate(bench, 2));
    }
    const from = `${withSpread(two, "/s")} against ${withSpread(one, "/s")}`;
    return [atLeast("accept with two replicas / with one (PostgreSQL)", median(two) / median(one), 1, from)];
  },
};
