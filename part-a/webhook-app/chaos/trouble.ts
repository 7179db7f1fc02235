import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { Faults, faultSchema } from "../sandbox/faults.ts";
import type { Random } from "./random.ts";

export type Trouble = z.input<typeof faultSchema>;

/** The message is stored, but the answer is an error. */
export const FAILS_AFTER_STORING: Trouble = { kind: "server_error", when: "after", operation: "chat.sendMessage" };

/**
 * How Rocket.Chat fails; none of these may bury a message. Failing before it stores is left out, because a message that
 * fails like that five times is buried by design.
 */
const TROUBLES: readonly Trouble[] = [
  { kind: "slow", delayMs: 300 },
  { kind: "slow", when: "after", delayMs: 600 },
  FAILS_AFTER_STORING,
  { kind: "down", when: "after", operation: "chat.sendMessage", times: 2 },
  { kind: "down", times: 2 },
];

/** Makes Rocket.Chat fail now and then, until stopped. */
export function startTrouble(faults: Faults, random: Random, troubles = TROUBLES): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => {});
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await wait(200 + random.next() * 1_000);
      faults.replace([random.pick(troubles)]);
      await wait(200 + random.next() * 600);
      faults.replace([]);
    }
  }

  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
