import { setTimeout as sleep } from "node:timers/promises";

/** The state of something that others have to finish. */
export interface Progress {
  done: boolean;
  detail: string;
}

export interface Patience {
  /** Prints what it waits for, once for each new detail. */
  say: (line: string) => void;
  seconds: number;
  /** Milliseconds between two checks. */
  everyMs?: number;
}

/**
 * Checks until it is done, and says what it waits for.
 *
 * @returns the last detail
 * @throws Error with the last detail if it takes too long
 */
export async function waitFor(what: string, look: () => Promise<Progress>, patience: Patience): Promise<string> {
  const { say, seconds, everyMs = 3000 } = patience;
  const end = Date.now() + seconds * 1000;
  let said = "";
  for (;;) {
    const { done, detail } = await look();
    if (done) return detail;
    if (detail !== said) say(`${what}: ${detail}`);
    said = detail;
    if (Date.now() >= end)
      throw new Error(`${what}: not within ${Math.ceil(seconds / 60)} minutes; last seen: ${detail}`);
    await sleep(everyMs);
  }
}
