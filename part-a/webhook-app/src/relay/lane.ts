import type { Notification } from "../outbox/outbox.ts";
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
  /** While the first one fails. */
  hold: Hold | null;
  /** Monotonic time before which the first one is not sent again after a failure. */
  retryAt: number;
}

export function laneName(recipient: string): string {
  return recipient.toLowerCase();
}

export function createLane(name: string): Lane {
  return { name, queue: [], open: false, begun: false, hold: null, retryAt: 0 };
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

/** Takes the first one off: whatever was known of it goes with it. */
export function shiftLane(lane: Lane): void {
  lane.queue.shift();
  lane.begun = false;
  lane.hold = null;
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
  if (lane.queue[0] !== first) {
    lane.begun = false;
    lane.hold = null;
  }
  return removed;
}
