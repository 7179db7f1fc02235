import { openDatabase } from "../../src/outbox/sqlite/database.ts";
import { atMost, withSpread, type Figure, type Row } from "../figure.ts";
import { load } from "../load/wrk.ts";
import { median } from "../median.ts";
import { NO_CHAT, startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";
import { cpuMilliseconds } from "./lone.ts";

/** Long enough for the code that the load runs to be compiled. */
const WARM_UP_SECONDS = 3;

/** Does everything except the writing: journal entries are dropped before they reach a page. */
const FORGET_SQL = "CREATE TRIGGER forget BEFORE INSERT ON journal_tail BEGIN SELECT RAISE(IGNORE); END";

async function newForgetfulStore(bench: Workbench): Promise<string> {
  const url = await bench.newStore("SQLite");
  const { db, close } = openDatabase(url.replace("sqlite:", ""));
  db.exec(FORGET_SQL);
  close();
  return url;
}

/** Microseconds of CPU per webhook, all threads together. */
async function perWebhook(bench: Workbench, databaseUrl: string): Promise<number> {
  await using service = await startService(bench, databaseUrl, NO_CHAT);
  await load(service.url, bench.bodyFile, WARM_UP_SECONDS);
  const before = cpuMilliseconds(service.pid);
  const { requests } = await load(service.url, bench.bodyFile, bench.effort.seconds);
  return ((cpuMilliseconds(service.pid) - before) * 1000) / requests;
}

/** The CPU that writing the journal adds to accepting on SQLite. */
export const journalCostRow: Row = {
  name: "journal-cost",
  async measure(bench): Promise<Figure[]> {
    const journal: number[] = [];
    const none: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      journal.push(await perWebhook(bench, await bench.newStore("SQLite")));
      none.push(await perWebhook(bench, await newForgetfulStore(bench)));
    }
    const from = `${withSpread(journal, " us")} against ${withSpread(none, " us")}`;
    return [
      atMost("CPU of accepting on SQLite with the journal / without", median(journal) / median(none), 1.05, from),
    ];
  },
};
