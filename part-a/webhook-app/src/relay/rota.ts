import type { LaneOnHold } from "../relay-condition.ts";
import type { Lane } from "./lane.ts";

/** Lanes take turns, one notification each, and sit out while their first one waits for a retry. */
export interface Rota {
  /** Puts a lane, no longer open, behind all others. */
  join: (lane: Lane) => void;
  /** The same for one whose first notification failed like everybody's: those not tried yet go first. */
  tryLater: (lane: Lane) => void;
  /** Lets a lane, no longer open, sit out until the monotonic time `retryAt`. */
  sitOut: (lane: Lane, retryAt: number) => void;
  /** Brings back the lanes whose wait is over. */
  bringBack: (now: number) => void;
  /** Brings back all lanes. */
  bringAllBack: () => void;
  /** When the next lane comes back; Infinity when none sits out. */
  nextBackAt: () => number;
  /**
   * The lanes that sit out for their own reason.
   *
   * @param epochAhead what to add to a monotonic time to get epoch milliseconds
   */
  onHold: (epochAhead: number) => LaneOnHold[];
  /** Takes the lane whose turn it is and marks it open; undefined if there is none. It may have become empty. */
  next: () => Lane | undefined;
  anyReady: () => boolean;
}

export function createRota(): Rota {
  const ready: Lane[] = [];
  const tried: Lane[] = [];
  /** Few at any time, so a scan is enough. */
  const sittingOut = new Set<Lane>();

  function join(lane: Lane): void {
    lane.open = false;
    ready.push(lane);
  }

  function bringBack(now: number): void {
    for (const lane of sittingOut) {
      if (lane.retryAt <= now && sittingOut.delete(lane)) join(lane);
    }
  }

  return {
    join,
    tryLater(lane) {
      lane.open = false;
      tried.push(lane);
    },
    sitOut(lane, retryAt) {
      lane.open = false;
      lane.retryAt = retryAt;
      sittingOut.add(lane);
    },
    bringBack,
    bringAllBack() {
      ready.push(...tried.splice(0));
      bringBack(Infinity);
    },
    nextBackAt() {
      let next = Infinity;
      for (const lane of sittingOut) next = Math.min(next, lane.retryAt);
      return next;
    },
    onHold(epochAhead) {
      return [...sittingOut].flatMap(({ hold, queue: [first], retryAt }) => {
        if (hold === null || first === undefined) return [];
        return { recipient: first.recipient, reason: hold.reason, since: hold.since, nextTryAt: retryAt + epochAhead };
      });
    },
    next() {
      const lane = ready.shift() ?? tried.shift();
      if (lane !== undefined) lane.open = true;
      return lane;
    },
    anyReady: () => ready.length > 0 || tried.length > 0,
  };
}
