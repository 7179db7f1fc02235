import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait, and what to do meanwhile. */
export interface Patience {
  seconds: number;
  /** Milliseconds between two attempts. */
  everyMs?: number;
  /** Prints what it waits for, once for each new detail. */
  say?: (line: string) => void;
}

/** Says what is still missing; the undefined that it returns means "not yet". */
export type Still = (detail: string) => undefined;

type Answer<T> = T | false | undefined;

/**
 * Asks until there is an answer.
 *
 * @param what what is waited for
 * @param patience its seconds, or all of it
 * @param ask false or undefined: not yet; `still` may say why. An exception ends the wait
 * @throws Error after `seconds`, with the last detail
 */
export async function until<T>(
  what: string,
  patience: number | Patience,
  ask: (still: Still) => Promise<Answer<T>>,
): Promise<T> {
  const { seconds, everyMs = 1000, say }: Patience = typeof patience === "number" ? { seconds: patience } : patience;
  const end = Date.now() + seconds * 1000;
  let seen = "";
  const still = (detail: string) => {
    if (detail !== seen) say?.(`${what}: ${detail}`);
    seen = detail;
    return undefined;
  };
  for (;;) {
    const answer = await ask(still);
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= end) {
      const limit = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
      throw new Error(`${what}: not within ${limit}${seen === "" ? "" : `; last seen: ${seen}`}`);
    }
    await sleep(everyMs);
  }
}
