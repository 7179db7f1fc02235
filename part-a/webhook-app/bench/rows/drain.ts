import { atLeast, whole, withSpread, type Figure, type Row } from "../figure.ts";
import { drainFromMemory, drainFromStore } from "../load/drain.ts";
import { median } from "../median.ts";
import { startChat } from "../processes/chat.ts";

/** Messages delivered per second from a backlog, as a share of what an in-memory undici loop reaches. */
export const drainRow: Row = {
  name: "drain",
  async measure(bench): Promise<Figure[]> {
    await using chat = await startChat(bench);
    const memory: number[] = [];
    const sqlite: number[] = [];
    const postgres: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      memory.push(await drainFromMemory(bench, chat));
      sqlite.push(await drainFromStore(bench, chat, "SQLite"));
      postgres.push(await drainFromStore(bench, chat, "PostgreSQL"));
    }
    const ceiling = median(memory);
    const figure = (store: string, rates: number[], least: number) => {
      const from = `${withSpread(rates, "/s")} of ${withSpread(memory, "/s")}, ${whole(bench.effort.backlog)} pending`;
      return atLeast(`drain ${store} / in-memory undici loop`, median(rates) / ceiling, least, from);
    };
    return [figure("SQLite", sqlite, 0.7), figure("PostgreSQL", postgres, 0.6)];
  },
};
