import type { Notification } from "../outbox/notification.ts";
import type { Hold } from "./hold.ts";

/** The held notifications of one recipient, in id order; the first is the one being sent or next to be. */
export interface Lane {
  /** One lane for each name without case, as Rocket.Chat takes names. */
  readonly name: string;
  queue: Notification[];
  /** The first one is being sent. */
  open: boolean;
  /** The first one was sent before, and nothing may go before it any more. */
  begun: boolean;
  /** An attempt that came to nothing may still post the first one. */
  mayArrive: boolean;
  /** Its digest is refused for what it is: its notifications go one by one. */
  dissolving: boolean;
  /** A backlog is being sent in digests, until fewer than two are late. */
  digesting: boolean;
  /** The first one was asked for, and was not there. */
  absentId: number | null;
  /** Such a one was then posted alone: nothing of an earlier leader is under way any more. */
  proven: boolean;
  /** While the first one fails. */
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
 * Puts a notification where its id belongs. Mostly that is the end; PostgreSQL hands ids out before it commits them, so
 * a smaller one may turn up late. What was begun stays first.
 */
export function insertInOrder({ queue, open, begun }: Lane, notification: Notification): void {
  const first = open || begun ? 1 : 0;
  let at = queue.length;
  while (at > first && (queue[at - 1]?.id ?? 0) > notification.id) at -= 1;
  queue.splice(at, 0, notification);
}

/** Takes the first one off. */
export function shiftLane(lane: Lane): Notification[] {
  forgetFirst(lane);
  return lane.queue.splice(0, 1);
}

/** Whatever was known of the first one goes with it. */
function forgetFirst(lane: Lane): void {
  Object.assign(lane, { begun: false, mayArrive: false, dissolving: false, hold: null });
}

/** Takes out what `unwanted` selects, except one that is being sent, and returns it. */
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

/** Takes out the ones with these ids, or all, whatever is being done with them, and returns them. */
export function dropFromLane(lane: Lane, ids?: ReadonlySet<number>): Notification[] {
  const dropped = lane.queue.filter(({ id }) => ids === undefined || ids.has(id));
  lane.queue = ids === undefined ? [] : lane.queue.filter(({ id }) => !ids.has(id));
  return dropped;
}
