import { LONGEST_WAIT_MS } from "../relay/delivery.ts";

/**
 * Reads `X-RateLimit-Reset`, which Rocket.Chat sends in epoch milliseconds (there is no Retry-After).
 *
 * @returns Epoch milliseconds, at most five minutes ahead of `now`; undefined when it is missing, past or no number.
 */
export function readReset(header: string | null, now: number): number | undefined {
  if (header === null || !/^\d{1,16}$/.test(header)) return undefined;
  const resetAt = Number(header);
  return resetAt > now ? Math.min(resetAt, now + LONGEST_WAIT_MS) : undefined;
}
