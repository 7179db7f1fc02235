import { within } from "../within.ts";

/** The outbox cannot commit or answer now; the caller should retry later. */
export class OutboxUnavailable extends Error {
  override name = "OutboxUnavailable";
  /** Whether the same call may soon succeed: then `accept` retries by itself. */
  readonly passes: boolean;

  constructor(message: string, options: ErrorOptions & { passes?: boolean } = {}) {
    super(message, options);
    this.passes = options.passes ?? false;
  }
}

/**
 * The outbox commits or answers within this long, or says that it is unavailable: callers must be answered within 9 s.
 */
export const MAX_WAIT_MS = 8_000;

const LATE = `The outbox did not answer within ${MAX_WAIT_MS / 1000} s.`;

/** The promise's own outcome, or `OutboxUnavailable` if it has none after `MAX_WAIT_MS`. */
export function inTime<Result>(promise: Promise<Result>): Promise<Result> {
  return within(MAX_WAIT_MS, promise, () => Promise.reject(new OutboxUnavailable(LATE)));
}
