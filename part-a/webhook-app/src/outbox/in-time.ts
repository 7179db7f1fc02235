import { OutboxUnavailable } from "./outbox.ts";

/** The outbox commits or answers within this long, or says that it is unavailable: callers are to be told within 9 s. */
export const MAX_WAIT_MS = 8_000;

/** The promise's own outcome, or `OutboxUnavailable` when it has none after `MAX_WAIT_MS`. */
export async function inTime<Result>(promise: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new OutboxUnavailable(`The outbox did not answer within ${MAX_WAIT_MS / 1000} s.`));
  }, MAX_WAIT_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
