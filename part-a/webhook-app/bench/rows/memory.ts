import { setTimeout as sleep } from "node:timers/promises";
import { whole, withSpread, type Figure, type Row } from "../figure.ts";
import { fill, openStore } from "../load/backlog.ts";
import { median } from "../median.ts";
import { NO_CHAT, startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

const PENDING = 100_000;
/** After this the relay has filled its memory, and start-up's garbage affects both alike. */
const SETTLE_MS = 4_000;

async function residentMegabytes(bench: Workbench, pending: number): Promise<number> {
  const databaseUrl = await bench.newStore("SQLite");
  const outbox = await openStore(databaseUrl);
  await fill(outbox, pending);
  await outbox.close();
  await using service = await startService(bench, databaseUrl, NO_CHAT);
  await sleep(SETTLE_MS);
  return (await service.metric("process_resident_memory_bytes")) / 2 ** 20;
}

/** The memory that a backlog takes: the store keeps it, and the relay holds about a thousand of its notifications. */
export const memoryRow: Row = {
  name: "memory",
  async measure(bench): Promise<Figure[]> {
    const none: number[] = [];
    const many: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      none.push(await residentMegabytes(bench, 0));
      many.push(await residentMegabytes(bench, PENDING));
    }
    const from = `${withSpread(many, " MB")} resident against ${withSpread(none, " MB")}`;
    const value = `${Math.round(median(many) - median(none))} MB`;
    return [{ what: `memory per ${whole(PENDING)} pending (SQLite)`, value, from }];
  },
};
