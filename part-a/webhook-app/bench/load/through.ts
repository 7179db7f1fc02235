import type { Chat } from "../processes/chat.ts";
import { startService, type RunningService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";
import { load } from "./wrk.ts";

/** Messages per second that go the whole way: from the load's first webhook to the last message of all accepted. */
export async function wholeWayRate(bench: Workbench, chat: Chat, store: Store): Promise<number> {
  await using service = await startService(bench, await bench.newStore(store), chat.origin);
  const before = await warmUp(bench, service, chat, 1);
  const start = Date.now();
  await load(service.url, bench.bodyFile, bench.effort.seconds);
  const messages = (await accepted(service)) - before;
  const { lastAt } = await chat.sentAll(messages);
  return (messages * 1000) / (lastAt - start);
}

/**
 * Has the code of the whole way compiled by some seconds of load, and waits until all of it is told.
 *
 * @returns how many webhooks that were; the chat counts from nothing again
 */
export async function warmUp(bench: Workbench, service: RunningService, chat: Chat, seconds: number): Promise<number> {
  await load(service.url, bench.bodyFile, seconds);
  const webhooks = await accepted(service);
  await chat.sentAll(webhooks);
  await chat.reset();
  return webhooks;
}

/** Every webhook of the load makes one message. The load's last ones are counted when their answers are gone. */
async function accepted({ metric }: { metric: (name: string) => Promise<number> }): Promise<number> {
  return metric('webhooks_received_total{event="push",outcome="accepted"}');
}
