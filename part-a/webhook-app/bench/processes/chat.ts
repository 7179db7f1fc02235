import { setTimeout as sleep } from "node:timers/promises";
import type { Workbench } from "../workbench.ts";
import { startServer } from "./bench-script.ts";
import type { ChatCount } from "./chat-stub.ts";

/** The instant Rocket.Chat, in its own process. */
export type Chat = Awaited<ReturnType<typeof startChat>>;

/** Often enough to see the end early, too rarely to affect the figures. */
const LOOK_EVERY_MS = 100;

export async function startChat(bench: Workbench) {
  const server = await startServer(bench, "chat-stub");
  const ask = async (path: string) => (await (await fetch(server.origin + path)).json()) as ChatCount;

  /** Resolves with the counts once `messages` have arrived. */
  async function sentAll(messages: number, withinMs = 300_000): Promise<ChatCount> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const count = await ask("/count");
      if (count.sent >= messages) return count;
      if (performance.now() > deadline) throw new Error(`Only ${count.sent} of ${messages} messages were sent.`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  return { ...server, reset: () => ask("/reset"), sentAll };
}
