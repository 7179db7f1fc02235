import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks `attempt` each second until it answers.
 *
 * @param what what is waited for, for the error
 * @param attempt undefined: not yet
 * @throws Error after `seconds`
 */
export async function until<T>(what: string, seconds: number, attempt: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(1000);
  }
}
