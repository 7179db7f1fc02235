import type { Chat } from "../processes/chat.ts";
import { startService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";
import { load } from "./wrk.ts";

/** Messages per second that go the whole way: from the load's first webhook to the last message of all accepted. */
export async function wholeWayRate(bench: Workbench, chat: Chat, store: Store): Promise<number> {
  await using service = await startService(bench, await bench.newStore(store), chat.origin);
  await load(service.url, bench.bodyFile, 1);
  await chat.sentAll(await accepted(service));
  const before = await accepted(service);
  await chat.reset();
  const start = Date.now();
  await load(service.url, bench.bodyFile, bench.effort.seconds);
  const messages = (await accepted(service)) - before;
  const { lastAt } = await chat.sentAll(messages);
  return (messages * 1000) / (lastAt - start);
}

/** Every webhook of the load makes one message. The load's last ones are counted when their answers are gone. */
async function accepted({ metric }: { metric: (name: string) => Promise<number> }): Promise<number> {
  return metric('webhooks_received_total{event="push",outcome="accepted"}');
}
