import { setTimeout as sleep } from "node:timers/promises";

type Answer<T> = T | false | undefined;

/**
 * Polls until there is an answer, and resolves with it. Tests use `expect.poll` for assertions.
 *
 * @param what the thing that is waited for, for the error
 * @param ask false or undefined: not yet. An exception ends the wait
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
