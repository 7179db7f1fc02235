import type { Notification } from "../outbox/notification.ts";
import type { Hold } from "./hold.ts";

/** The held notifications of one recipient, in id order; the first is being sent or is next. */
export interface Lane {
  /** Lower case: Rocket.Chat ignores the case of names. */
  readonly name: string;
  queue: Notification[];
  /** The first one is being sent. */
  open: boolean;
  /** The first one was sent before, so nothing may be sent before it any more. */
  begun: boolean;
  /** An unsuccessful attempt may still post the first one. */
  mayArrive: boolean;
  /** Its digest was rejected because of its content: its notifications are sent one by one. */
  dissolving: boolean;
  /** A backlog is being sent in digests, until fewer than two are late. */
  digesting: boolean;
  /** The first one, if it was looked up and not there. */
  absentId: number | null;
  /** Such a message was then posted separately: nothing of an earlier leader is under way any more. */
  proven: boolean;
  /** Set while the first one fails. */
  hold: Hold | null;
  /** Monotonic time before which the first one is not sent again after a failure. */
  retryAt: number;
}

export function laneName(recipient: string): string {
  return recipient.toLowerCase();
}

export function createLane(name: string): Lane {
  const first = { begun: false, mayArrive: false, dissolving: false, hold: null };
  return { name, queue: [], open: false, ...first, digesting: false, absentId: null, proven: false, retryAt: 0 };
}

/**
 * Inserts a notification in the order of ids. Usually that is the end; PostgreSQL assigns ids before it commits them,
 * so a smaller one may appear late. One that was already sent stays first.
 */
export function insertInOrder({ queue, open, begun }: Lane, notification: Notification): void {
  const first = open || begun ? 1 : 0;
  let at = queue.length;
  while (at > first && (queue[at - 1]?.id ?? 0) > notification.id) at -= 1;
  queue.splice(at, 0, notification);
}

/** Removes the first one. */
export function shiftLane(lane: Lane): Notification[] {
  forgetFirst(lane);
  return lane.queue.splice(0, 1);
}

/** Forgets everything about the first one. */
function forgetFirst(lane: Lane): void {
  Object.assign(lane, { begun: false, mayArrive: false, dissolving: false, hold: null });
}

/** Removes what `unwanted` selects, except one that is being sent, and returns it. */
export function removeFromLane(lane: Lane, unwanted: (notification: Notification) => boolean): Notification[] {
  const removed: Notification[] = [];
  const [first] = lane.queue;
  lane.queue = lane.queue.filter((notification, position) => {
    const stays = (lane.open && position === 0) || !unwanted(notification);
    if (!stays) removed.push(notification);
    return stays;
  });
  if (lane.queue[0] !== first) forgetFirst(lane);
  return removed;
}

/** Removes those with these ids, or all, even if being sent, and returns them. */
export function dropFromLane(lane: Lane, ids?: ReadonlySet<number>): Notification[] {
  const dropped = lane.queue.filter(({ id }) => ids === undefined || ids.has(id));
  lane.queue = ids === undefined ? [] : lane.queue.filter(({ id }) => !ids.has(id));
  return dropped;
}
