import { within } from "../within.ts";
import { OutboxUnavailable } from "./outbox.ts";

/** The outbox commits or answers within this long, or says that it is unavailable: callers are to be told within 9 s. */
export const MAX_WAIT_MS = 8_000;

const LATE = `The outbox did not answer within ${MAX_WAIT_MS / 1000} s.`;

/** The promise's own outcome, or `OutboxUnavailable` when it has none after `MAX_WAIT_MS`. */
export function inTime<Result>(promise: Promise<Result>): Promise<Result> {
  return within(MAX_WAIT_MS, promise, () => Promise.reject(new OutboxUnavailable(LATE)));
}
