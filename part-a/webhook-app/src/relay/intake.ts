import type { Notification } from "../outbox/notification.ts";
import type { Lanes } from "./lanes.ts";
import { expirySettlement, isExpired } from "./settlement.ts";
import type { Settler } from "./settler.ts";

export interface IntakeOptions {
  lanes: Lanes;
  settler: Settler;
  maxAgeMs: number;
  clock: () => number;
}

/** Moves notifications from the outbox into the lanes, except expired ones. */
export interface Intake {
  /** Queues a notification, or buries it if it has expired; false if its lane is full. */
  take: (notification: Notification) => boolean;
  /** Buries what expired while it was held: during a pause longer than the maximum age nothing else would. */
  sweep: () => void;
}

export function createIntake({ lanes, settler, maxAgeMs, clock }: IntakeOptions): Intake {
  /** A digest is never too old by itself: it may have been posted, and its newer notifications are news. */
  const isTooOld = (notification: Notification): boolean =>
    notification.digest === null && isExpired(notification, clock(), maxAgeMs);

  function bury(notification: Notification): void {
    settler.add({ notification, settlement: expirySettlement(notification) });
  }

  return {
    take(notification) {
      if (!isTooOld(notification)) return lanes.add(notification);
      bury(notification);
      return true;
    },
    sweep() {
      for (const expired of lanes.remove(isTooOld)) bury(expired);
    },
  };
}
