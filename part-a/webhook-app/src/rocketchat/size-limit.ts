import type { Calls } from "./calls.ts";

/** After this time a longer message is tried: the limit may have been raised. */
const KEEP_MS = 10 * 60_000;

/** The workspace's message size limit, as far as it is known. */
export interface SizeLimit {
  /** UTF-16 units; Infinity if nothing has been rejected. */
  current(): number;
  /** After a text of `length` was rejected: the length to try next, always less. */
  lower(length: number, signal: AbortSignal): Promise<number>;
}

/** Reads `Message_MaxAllowedSize` after a message was too long, and remembers it for ten minutes. */
export function createSizeLimit(calls: Pick<Calls, "maxMessageSize">, clock: () => number): SizeLimit {
  let limit = Infinity;
  let until = 0;
  return {
    current: () => (clock() < until ? limit : Infinity),
    async lower(length, signal) {
      const answer = await calls.maxMessageSize(signal);
      const stated = answer.status === "ok" ? answer.data : null;
      // If the server does not say, or its answer cannot be right: half of what it rejected.
      limit = stated !== null && stated < length ? stated : Math.floor(length / 2);
      until = clock() + KEEP_MS;
      return limit;
    },
  };
}
