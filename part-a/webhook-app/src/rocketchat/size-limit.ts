import type { Calls } from "./calls.ts";

/** After this time a longer message is tried again: the limit may have been raised. */
const KEEP_MS = 10 * 60_000;

/** What the workspace takes at most, as far as it is known. */
export interface SizeLimit {
  /** UTF-16 units; Infinity while nothing was refused. */
  current(): number;
  /** After a text of `length` was refused: what to try next, always less. */
  lower(length: number, signal: AbortSignal): Promise<number>;
}

/** Learns `Message_MaxAllowedSize` when a message was too long for it, and remembers it for ten minutes. */
export function createSizeLimit(calls: Pick<Calls, "maxMessageSize">, clock: () => number): SizeLimit {
  let limit = Infinity;
  let until = 0;
  return {
    current: () => (clock() < until ? limit : Infinity),
    async lower(length, signal) {
      const answer = await calls.maxMessageSize(signal);
      const stated = answer.status === "ok" ? answer.data : null;
      // A server that does not say it, or says what cannot be: half of what it refused.
      limit = stated !== null && stated < length ? stated : Math.floor(length / 2);
      until = clock() + KEEP_MS;
      return limit;
    },
  };
}
