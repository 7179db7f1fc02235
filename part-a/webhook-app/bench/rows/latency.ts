import { atMost, toTenths, withSpread, type Figure, type Row } from "../figure.ts";
import { steadyLoad } from "../load/steady.ts";
import { median, quantile } from "../median.ts";
import { startServer } from "../processes/bench-script.ts";
import { NO_CHAT, serviceEnvironment, startService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";

const PER_SECOND = 500;

/** Milliseconds that waiting for a commit may add: PostgreSQL's involves another process. */
const MOST_ADDED: Record<Store, number> = { SQLite: 3, PostgreSQL: 8 };

async function p99(bench: Workbench, url: string): Promise<number> {
  return quantile(await steadyLoad(bench, url, PER_SECOND), 0.99);
}

async function withStore(bench: Workbench, store: Store): Promise<number> {
  await using service = await startService(bench, await bench.newStore(store), NO_CHAT);
  // Awaited here: leaving the scope kills the server.
  return await p99(bench, service.url);
}

async function withoutStore(bench: Workbench): Promise<number> {
  await using server = await startServer(bench, "storeless-service", serviceEnvironment(bench, "sqlite:none", NO_CHAT));
  // Awaited here: leaving the scope kills the server.
  return await p99(bench, `${server.origin}/webhooks/gitlab`);
}

/** What waiting for the commit adds to the slowest answers, at a fixed rate. */
export const latencyRow: Row = {
  name: "latency",
  async measure(bench): Promise<Figure[]> {
    const none: number[] = [];
    const stores = { SQLite: [] as number[], PostgreSQL: [] as number[] };
    for (let round = 0; round < bench.effort.rounds; round++) {
      none.push(await withoutStore(bench));
      stores.SQLite.push(await withStore(bench, "SQLite"));
      stores.PostgreSQL.push(await withStore(bench, "PostgreSQL"));
    }
    const base = median(none);
    return (["SQLite", "PostgreSQL"] as const).map((store) => {
      const values = stores[store];
      const from = `p99 ${withSpread(values, " ms", toTenths)} against ${withSpread(none, " ms", toTenths)}`;
      return atMost(`p99 at ${PER_SECOND}/s that ${store} adds`, median(values) - base, MOST_ADDED[store], from, " ms");
    });
  },
};
