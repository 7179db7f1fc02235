import { atLeast, withSpread, type Figure, type Row } from "../figure.ts";
import { drainFromStore } from "../load/drain.ts";
import { wholeWayRate } from "../load/through.ts";
import { median } from "../median.ts";
import { startChat } from "../processes/chat.ts";

/** Receiving and sending at the same time, in one process: end-to-end webhooks, against draining alone. */
export const bothRow: Row = {
  name: "both",
  async measure(bench): Promise<Figure[]> {
    await using chat = await startChat(bench);
    const figures: Figure[] = [];
    for (const store of ["SQLite", "PostgreSQL"] as const) {
      const alone: number[] = [];
      const both: number[] = [];
      for (let round = 0; round < bench.effort.rounds; round++) {
        alone.push(await drainFromStore(bench, chat, store));
        both.push(await wholeWayRate(bench, chat, store));
      }
      const from = `${withSpread(both, "/s")} of ${withSpread(alone, "/s")}`;
      const what = `accept and drain at once on ${store} / drain alone`;
      figures.push(atLeast(what, median(both) / median(alone), 0.45, from));
    }
    return figures;
  },
};
