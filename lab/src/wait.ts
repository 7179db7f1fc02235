import { setTimeout as sleep } from "node:timers/promises";

/** How something stands that others have to get done. */
export interface Progress {
  done: boolean;
  detail: string;
}

export interface Patience {
  /** Told what it waits for, once for each new detail. */
  say: (line: string) => void;
  seconds: number;
  /** Between two looks. */
  everyMs?: number;
}

/**
 * Looks until it is done, and says what it waits for.
 *
 * @returns the last detail
 * @throws Error with the last detail when it takes too long
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
