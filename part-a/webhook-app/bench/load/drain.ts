import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { benchScript } from "../processes/bench-script.ts";
import type { Chat } from "../processes/chat.ts";
import { startService } from "../processes/service.ts";
import type { Store, Workbench } from "../workbench.ts";
import { fill, openStore } from "./backlog.ts";

const run = promisify(execFile);

/** Messages per second of an in-memory loop that makes the relay's calls. */
export async function drainFromMemory(bench: Workbench, chat: Chat): Promise<number> {
  const { backlog } = bench.effort;
  await chat.reset();
  await run(process.execPath, [benchScript("memory-loop"), chat.origin, String(backlog)]);
  return rateOf(await chat.sentAll(backlog));
}

/** Messages per second of a service that starts with a backlog, from its first request to its last message. */
export async function drainFromStore(bench: Workbench, chat: Chat, store: Store): Promise<number> {
  const { backlog } = bench.effort;
  const databaseUrl = await bench.newStore(store);
  const outbox = await openStore(databaseUrl);
  await fill(outbox, backlog);
  await outbox.close();
  await chat.reset();
  await using scope = new AsyncDisposableStack();
  scope.use(await startService(bench, databaseUrl, chat.origin));
  return rateOf(await chat.sentAll(backlog));
}

function rateOf({ sent, firstAt, lastAt }: { sent: number; firstAt: number; lastAt: number }): number {
  return (sent * 1000) / (lastAt - firstAt);
}
