import type { Chat } from "../processes/chat.ts";
import { startService, type RunningService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";
import { load } from "./wrk.ts";

/** Messages per second end to end: from the load's first webhook to the message of the last accepted one. */
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
 * Warms up the whole path with some seconds of load, and waits until all messages are delivered.
 *
 * @returns the number of webhooks; resets the chat's count
 */
export async function warmUp(bench: Workbench, service: RunningService, chat: Chat, seconds: number): Promise<number> {
  await load(service.url, bench.bodyFile, seconds);
  const webhooks = await accepted(service);
  await chat.sentAll(webhooks);
  await chat.reset();
  return webhooks;
}

/** Every webhook of the load makes one message. The last ones are counted once their answers are sent. */
async function accepted({ metric }: { metric: (name: string) => Promise<number> }): Promise<number> {
  return metric('webhooks_received_total{event="push",outcome="accepted"}');
}
