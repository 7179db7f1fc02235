import type { Notification } from "../outbox/outbox.ts";

/** The held notifications of one recipient, in id order; the first is the one being sent or next to be. */
export interface Lane {
  readonly recipient: string;
  queue: Notification[];
  /** The first one is being sent. */
  open: boolean;
  /** Monotonic time before which the first one is not sent again after a failure. */
  retryAt: number;
}

export function createLane(recipient: string): Lane {
  return { recipient, queue: [], open: false, retryAt: 0 };
}

/**
 * Puts a notification where its id belongs. Mostly that is the end; PostgreSQL hands ids out before it commits them, so
 * a smaller one may turn up late. What is being sent stays first.
 */
export function insertInOrder({ queue, open }: Lane, notification: Notification): void {
  const first = open ? 1 : 0;
  let at = queue.length;
  while (at > first && (queue[at - 1]?.id ?? 0) > notification.id) at -= 1;
  queue.splice(at, 0, notification);
}

/** Takes out what `unwanted` selects, except one that is being sent, and returns it. */
export function removeFromLane(lane: Lane, unwanted: (notification: Notification) => boolean): Notification[] {
  const removed: Notification[] = [];
  lane.queue = lane.queue.filter((notification, position) => {
    const stays = (lane.open && position === 0) || !unwanted(notification);
    if (!stays) removed.push(notification);
    return stays;
  });
  return removed;
}
