import type { Notification, Settlement } from "../outbox/outbox.ts";
import { backoffMs } from "./backoff.ts";
import type { DeliveryResult } from "./delivery.ts";
import { expirySettlement } from "./expiry.ts";
import type { Lane } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Pause } from "./pause.ts";
import type { Rota } from "./rota.ts";
import { settlementFor } from "./settlement.ts";
import type { Settler } from "./settler.ts";

/** One attempt, for logs and metrics. */
export interface Attempt {
  notification: Notification;
  result: DeliveryResult;
  /** 1 for the first one; one that found Rocket.Chat unavailable does not count. */
  attempt: number;
  seconds: number;
  /** When the same notification may go again, in milliseconds; absent when it is done with. */
  retryInMs?: number;
}

export interface ConcludeOptions {
  rota: Rota;
  lanes: Lanes;
  settler: Settler;
  pause: Pause;
  monotonic: () => number;
  random: () => number;
  onAttempt: (attempt: Attempt) => void;
}

/** Decides what follows for an open lane. */
export interface Conclude {
  /** From the result of sending its first notification. */
  attempt(lane: Lane, notification: Notification, result: DeliveryResult, seconds: number): void;
  /** From its first notification having expired before it was sent. */
  expired(lane: Lane, notification: Notification): void;
}

export function createConclude(options: ConcludeOptions): Conclude {
  const { rota, lanes, settler, pause, monotonic, random, onAttempt } = options;

  function settle(lane: Lane, notification: Notification, settlement: Settlement): void {
    settler.add({ notification, settlement });
    if (lanes.shift(lane)) rota.join(lane);
  }

  /** The same notification again after the other lanes' turns, so that a trial is not always the same message. */
  function again(lane: Lane): number {
    rota.join(lane);
    return Math.max(0, pause.trialAt() - monotonic());
  }

  function later(lane: Lane, notification: Notification, settlement: Settlement): number {
    const retryInMs = backoffMs(settlement.attempts - 1, random);
    settler.add({ notification, settlement });
    lane.queue[0] = { ...notification, attempts: settlement.attempts };
    rota.sitOut(lane, monotonic() + retryInMs);
    return retryInMs;
  }

  return {
    attempt(lane, notification, result, seconds) {
      const attempt = { notification, result, attempt: notification.attempts + 1, seconds };
      const settlement = settlementFor(notification, result);
      if (settlement === null) {
        onAttempt({ ...attempt, retryInMs: again(lane) });
      } else if (settlement.state === "pending") {
        onAttempt({ ...attempt, retryInMs: later(lane, notification, settlement) });
      } else {
        settle(lane, notification, settlement);
        onAttempt(attempt);
      }
    },
    expired(lane, notification) {
      settle(lane, notification, expirySettlement(notification));
    },
  };
}
