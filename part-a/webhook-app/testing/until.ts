import { setTimeout as sleep } from "node:timers/promises";

type Answer<T> = T | false | undefined;

/**
 * Asks again and again until there is an answer, and resolves with it. Tests assert what becomes true by `expect.poll`.
 *
 * @param what is waited for, for the error
 * @param ask false or undefined: not yet. What it throws ends the waiting
 * @throws Error after `withinMs`
 */
export async function until<T>(
  what: string,
  ask: () => Answer<T> | Promise<Answer<T>>,
  { withinMs = 30_000, everyMs = 20 } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await sleep(everyMs);
  }
}
