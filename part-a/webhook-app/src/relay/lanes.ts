import type { Notification } from "../outbox/notification.ts";
import { createLane, dropFromLane, insertInOrder, laneName, removeFromLane, shiftLane, type Lane } from "./lane.ts";

/**
 * A lane may always hold this many: long before Rocket.Chat accepts half of them, a read has returned more. With few
 * lanes each may hold more, its share of the total; one share stays free, so that a backlog of one person does not keep
 * everybody else from being read.
 */
export const MIN_LANE_LIMIT = 128;

export interface LanesOptions {
  /** How many notifications are held at most in all. */
  heldLimit: number;
  /** A new lane has something to send. */
  onNew: (lane: Lane) => void;
  /** A lane that was full wants more. */
  onRoom: () => void;
}

/** The held notifications, in one lane per recipient. */
export interface Lanes {
  /** False if the recipient's lane is full: the notification stays in the outbox for a later read. */
  add: (notification: Notification) => boolean;
  /** Removes the lane's first notification; false if none is left. */
  shift: (lane: Lane) => boolean;
  /** Removes what `unwanted` selects, except what is being sent. */
  remove: (unwanted: (notification: Notification) => boolean) => Notification[];
  /** Removes these from a lane, or all, even if being sent. */
  drop: (lane: Lane, ids?: ReadonlySet<number>) => Notification[];
  /** Recipients, as spelled in the outbox, for whom no more is wanted now. */
  full: () => string[];
  all: () => Iterable<Lane>;
  /** How many notifications all lanes hold. */
  size: () => number;
}

export function createLanes({ heldLimit, onNew, onRoom }: LanesOptions): Lanes {
  const lanes = new Map<string, Lane>();
  /** The spellings of each full lane's recipient that were refused. */
  const full = new Map<string, Set<string>>();
  let size = 0;

  const laneLimit = (): number => Math.max(MIN_LANE_LIMIT, heldLimit / (lanes.size + 1));

  function addLane(name: string, notification: Notification): void {
    const lane = createLane(name);
    lane.queue.push(notification);
    lanes.set(name, lane);
    onNew(lane);
  }

  function refuses(name: string, recipient: string): boolean {
    const lane = lanes.get(name);
    if (lane !== undefined && lane.queue.length >= laneLimit() && !full.has(name)) full.set(name, new Set());
    full.get(name)?.add(recipient);
    return full.has(name);
  }

  function shrink(lane: Lane, removed: Notification[]): Notification[] {
    size -= removed.length;
    if (lane.queue.length === 0) lanes.delete(lane.name);
    if (full.size > 0 && lane.queue.length <= laneLimit() / 2 && full.delete(lane.name)) onRoom();
    return removed;
  }

  return {
    add(notification) {
      const name = laneName(notification.recipient);
      if (refuses(name, notification.recipient)) return false;
      size += 1;
      const lane = lanes.get(name);
      if (lane === undefined) addLane(name, notification);
      else insertInOrder(lane, notification);
      return true;
    },
    shift(lane) {
      shrink(lane, shiftLane(lane));
      return lane.queue.length > 0;
    },
    remove: (unwanted) => [...lanes.values()].flatMap((lane) => shrink(lane, removeFromLane(lane, unwanted))),
    drop: (lane, ids) => shrink(lane, dropFromLane(lane, ids)),
    full: () => [...full.values()].flatMap((spellings) => [...spellings]),
    all: () => lanes.values(),
    size: () => size,
  };
}
