import type { Notification, Settlement } from "../outbox/notification.ts";
import { laneWaitMs } from "./backoff.ts";
import type { Attempt, DeliveryResult } from "./delivery.ts";
import { holdAfter, isToBlame } from "./hold.ts";
import type { Lane } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Pause } from "./pause.ts";
import type { Rota } from "./rota.ts";
import { deliveredSettlement, expirySettlement, failedSettlement, isLate, type FailedResult } from "./settlement.ts";
import type { Settler } from "./settler.ts";
import type { Trouble, Verdict } from "./trouble.ts";

/** One attempt with a result. */
interface Outcome {
  result: DeliveryResult;
  verdict: Verdict;
  seconds: number;
}

export interface ConcludeOptions {
  rota: Rota;
  lanes: Lanes;
  settler: Settler;
  pause: Pause;
  trouble: Trouble;
  clock: () => number;
  monotonic: () => number;
  random: () => number;
  lateAfterMs: number;
  onAttempt: (attempt: Attempt) => void;
}

/** Decides what happens next for an open lane. */
export interface Conclude {
  /** After its first notification was sent. */
  sent(lane: Lane, outcome: Outcome): void;
  /** After its first notification expired before it was sent. */
  expired(lane: Lane, notification: Notification): void;
  /** The pause is over: clears waits and failures from it. */
  startAfresh(): void;
}

export function createConclude(options: ConcludeOptions): Conclude {
  const { rota, lanes, settler, pause, trouble, clock, monotonic, random, lateAfterMs, onAttempt } = options;

  function settle(lane: Lane, notification: Notification, settlement: Settlement): undefined {
    settler.add({ notification, settlement });
    if (lanes.shift(lane)) rota.join(lane);
  }

  function tryAgain(lane: Lane, notification: Notification, result: FailedResult, counts: boolean): void {
    const settlement = failedSettlement(notification, result, { state: "pending", counts, now: clock() });
    settler.add({ notification, settlement });
    lane.queue[0] = { ...notification, ...settlement };
  }

  /** Retries the same notification after the other lanes' turns, so that a trial is not always the same message. */
  function waitForEverybody(lane: Lane): number {
    (pause.state() === null ? rota.join : rota.tryLater)(lane);
    const waitMs = pause.trialAt() - monotonic();
    return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
  }

  /** @returns when the same notification may be retried, in milliseconds; undefined if it is settled */
  function follow(lane: Lane, notification: Notification, { result, verdict }: Outcome): number | undefined {
    if (result.status === "delivered") return settle(lane, notification, deliveredSettlement(notification));
    if (verdict.whose === "everybody") {
      tryAgain(lane, notification, result, false);
      return waitForEverybody(lane);
    }
    const now = clock();
    if (result.status === "failed" || result.status === "withheld")
      lane.hold = holdAfter(lane.hold, result, now, trouble);
    const end = isTheEnd(lane, notification, result, trouble);
    if (end && !lane.dissolving)
      return settle(lane, notification, failedSettlement(notification, result, { state: "buried", counts: true, now }));
    tryAgain(lane, notification, result, true);
    const waitMs = end ? 0 : laneWaitMs(lane.hold?.tries ?? 1, random);
    rota.sitOut(lane, monotonic() + waitMs);
    return waitMs;
  }

  return {
    sent(lane, outcome) {
      const [notification] = lane.queue;
      if (notification === undefined) return;
      const { result, seconds } = outcome;
      const retryInMs = follow(lane, notification, outcome);
      const late = isLate(notification, clock(), lateAfterMs);
      const attempt = { notification, result, attempt: notification.attempts + 1, late, seconds };
      onAttempt(retryInMs === undefined ? attempt : { ...attempt, retryInMs });
    },
    expired: (lane, notification) => settle(lane, notification, expirySettlement(notification)),
    startAfresh() {
      for (const lane of lanes.all()) lane.hold = null;
      rota.bringAllBack();
    },
  };
}

/**
 * Whether it is buried after this failure. A digest that another text might replace is not buried with all its
 * notifications: they are then sent one by one, unless it may have been posted.
 */
function isTheEnd(lane: Lane, { digest }: Notification, result: FailedResult, trouble: Trouble): boolean {
  if (result.status === "rejected") {
    lane.dissolving = digest !== null && (result.reason === "app_prevented" || result.reason === "message_rejected");
    return true;
  }
  if (result.status !== "failed" || lane.hold === null || !isToBlame(lane.hold, trouble)) return false;
  lane.dissolving = digest !== null && !lane.mayArrive;
  return digest === null || lane.dissolving;
}
