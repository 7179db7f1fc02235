import type { OutboxUnavailable } from "../unavailable.ts";

/** Tells of trouble once for each new cause, however many calls fail of it. */
export interface TroubleReport {
  trouble: (error: OutboxUnavailable) => void;
  /** A call came through. */
  over: () => void;
}

/** The same cause is told again when calls came through for this long before: then it is another outage. */
const CALM_MS = 10_000;

export function createTroubleReport(onTrouble: (error: OutboxUnavailable) => void = () => {}): TroubleReport {
  let cause: string | undefined;
  let since = 0;

  return {
    trouble(error) {
      since = performance.now();
      if (error.message === cause) return;
      cause = error.message;
      onTrouble(error);
    },
    over() {
      if (cause !== undefined && performance.now() - since > CALM_MS) cause = undefined;
    },
  };
}
