import { atLeast, withSpread, type Figure, type Row } from "../figure.ts";
import { load } from "../load/wrk.ts";
import { median } from "../median.ts";
import { startServer } from "../processes/bench-script.ts";
import { NO_CHAT, startService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";

/** Long enough for the code that the load runs to be compiled. */
const WARM_UP_SECONDS = 3;

async function acceptRate(bench: Workbench, store: Store): Promise<number> {
  await using service = await startService(bench, await bench.newStore(store), NO_CHAT);
  await load(service.url, bench.bodyFile, WARM_UP_SECONDS);
  return (await load(service.url, bench.bodyFile, bench.effort.seconds)).perSecond;
}

async function rawRate(bench: Workbench): Promise<number> {
  await using raw = await startServer(bench, "raw-server");
  await load(`${raw.origin}/webhooks/gitlab`, bench.bodyFile, 1);
  return (await load(`${raw.origin}/webhooks/gitlab`, bench.bodyFile, bench.effort.seconds)).perSecond;
}

/** Webhooks durably accepted per second, as a share of what a bare node:http server accepts. */
export const acceptRow: Row = {
  name: "accept",
  async measure(bench): Promise<Figure[]> {
    const raw: number[] = [];
    const sqlite: number[] = [];
    const postgres: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      raw.push(await rawRate(bench));
      sqlite.push(await acceptRate(bench, "SQLite"));
      postgres.push(await acceptRate(bench, "PostgreSQL"));
    }
    const ceiling = median(raw);
    const figure = (store: Store, rates: number[], least: number) => {
      const from = `${withSpread(rates, "/s")} of ${withSpread(raw, "/s")}`;
      return atLeast(`accept on ${store} / bare node:http`, median(rates) / ceiling, least, from);
    };
    return [figure("SQLite", sqlite, 0.28), figure("PostgreSQL", postgres, 0.25)];
  },
};
