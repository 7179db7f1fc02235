import { toHundredths, whole, withSpread, type Figure, type Row } from "../figure.ts";
import { steadyLoad } from "../load/steady.ts";
import { warmUp } from "../load/through.ts";
import { median } from "../median.ts";
import { startChat, type Chat } from "../processes/chat.ts";
import { POD_CORES } from "../processes/cpu-quota.ts";
import { startService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";

/** A rate at which the process is mostly idle, as in practice: little work is grouped then. */
const PER_SECOND = 100;
const SECONDS_PER_DAY = 86_400;

/** Milliseconds of CPU that the service's process spends on a push, from the request to Rocket.Chat's answer. */
async function cpuMilliseconds(bench: Workbench, chat: Chat, store: Store): Promise<number> {
  await using service = await startService(bench, await bench.newStore(store), chat.origin);
  await warmUp(bench, service, chat, 3);
  const before = await service.metric("process_cpu_seconds_total");
  await steadyLoad(bench, service.url, PER_SECOND);
  const pushes = PER_SECOND * bench.effort.seconds;
  await chat.sentAll(pushes);
  return (((await service.metric("process_cpu_seconds_total")) - before) * 1000) / pushes;
}

/** A push's cost, including the relay's and the store's idle work, but not PostgreSQL's own process. */
export const cpuRow: Row = {
  name: "cpu",
  async measure(bench): Promise<Figure[]> {
    await using chat = await startChat(bench);
    const spent = { SQLite: [] as number[], PostgreSQL: [] as number[] };
    for (let round = 0; round < bench.effort.rounds; round++) {
      spent.SQLite.push(await cpuMilliseconds(bench, chat, "SQLite"));
      spent.PostgreSQL.push(await cpuMilliseconds(bench, chat, "PostgreSQL"));
    }
    return Object.entries(spent).map(([store, values]) => {
      const perDay = (POD_CORES * 1000 * SECONDS_PER_DAY) / median(values);
      const from = `${whole(perDay)} pushes a day in ${POD_CORES} of a core`;
      return {
        what: `CPU of a push, the whole way, at ${PER_SECOND}/s on ${store}`,
        value: withSpread(values, " ms", toHundredths),
        from,
      };
    });
  },
};
