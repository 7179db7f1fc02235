import type { Outbox } from "../../src/outbox/outbox.ts";
import { atMost, whole, type Figure, type Row } from "../figure.ts";
import { fill, openStore, PROJECTS } from "../load/backlog.ts";
import { searchMilliseconds } from "../load/searches.ts";
import { median } from "../median.ts";
import type { Workbench } from "../workbench.ts";

const FEW = 1_000;
const READS = 200;
/** Rows that the relay reads, and about as many as it already holds. */
const LIMIT = 256;

/** The median time of one of the relay's reads, in milliseconds. */
async function readMilliseconds(outbox: Outbox): Promise<number> {
  const held = (await outbox.pending({ limit: LIMIT, held: [], blocked: [] })).map(({ id }) => id);
  const times: number[] = [];
  for (let read = 0; read < READS; read++) {
    const start = performance.now();
    await outbox.pending({ limit: LIMIT, held, blocked: ["bench-000"] });
    times.push(performance.now() - start);
  }
  return median(times.slice(READS / 4));
}

async function growth(bench: Workbench, store: "SQLite" | "PostgreSQL"): Promise<Figure[]> {
  const many = bench.effort.manyPending;
  const outbox = await openStore(await bench.newStore(store));
  const measure = async () => ({ read: await readMilliseconds(outbox), search: await searchMilliseconds(outbox) });
  await fill(outbox, FEW);
  const few = await measure();
  await fill(outbox, many - FEW, FEW);
  const all = await measure();
  await outbox.close();
  const sizes = `of ${whole(many)} / of ${whole(FEW)} on ${store}`;
  const read = `${all.read.toFixed(2)} ms against ${few.read.toFixed(2)} ms for ${LIMIT} rows`;
  const searches = `${all.search.all.toFixed(2)} ms against ${few.search.all.toFixed(2)} ms for all the page's kinds of search`;
  return [
    atMost(`reading pending ${sizes}`, all.read / few.read, 1.5, read),
    atMost(`searching a journal ${sizes}`, all.search.all / few.search.all, 1.5, searches),
    {
      what: `searching ${whole(many)} for a project and a ref that never meet on ${store}`,
      value: `${all.search.neverMeet.toFixed(0)} ms`,
      from: `${whole(many / PROJECTS)} entries of the project are looked at`,
    },
  ];
}

export const pendingRow: Row = {
  name: "pending",
  measure: async (bench) => [...(await growth(bench, "SQLite")), ...(await growth(bench, "PostgreSQL"))],
};
