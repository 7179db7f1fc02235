import { within } from "./within.ts";

export interface BatcherOptions<Item> {
  /** Writes a group and concludes each of its items; rejects if it may not have been written. */
  write: (group: readonly Item[], again: boolean) => Promise<void>;
  /** Whether to retry a group whose write was rejected. */
  goesAgain: (error: unknown, group: readonly Item[]) => boolean;
  /** Items that are no longer wanted are skipped, also when their group is retried. */
  isWanted: (item: Item) => boolean;
  /** The maximum size of a group, so that no write takes long. */
  maxGroup: number;
  /** Milliseconds before a group is retried. */
  retryMs: number;
  /** Milliseconds between two writes while less than a full group waits. */
  gatherMs?: number;
}

/**
 * Many small writes in few groups: one write is in flight, and items that arrive meanwhile go into the next. A commit
 * costs about the same for one item as for hundreds.
 */
export interface Batcher<Item> {
  add: (item: Item) => void;
  /** How many items wait for the next write. */
  waiting: () => number;
  /** Drops waiting items that are no longer wanted. */
  sweep: () => void;
  /** Resolves when nothing is in flight or waiting; from now on writes no longer wait to gather items. */
  idle: () => Promise<void>;
}

export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  const { write, goesAgain, isWanted, maxGroup, retryMs, gatherMs = 0 } = options;
  let waiting: Item[] = [];
  let writing: Promise<void> | undefined;
  let isEnding = false;
  let woken = Promise.withResolvers<void>();

  /** A wait that `idle` ends early. */
  async function wait(ms: number): Promise<void> {
    woken = Promise.withResolvers();
    await within(ms, woken.promise);
  }

  async function writeGroup(group: readonly Item[]): Promise<void> {
    for (let open = group, again = false; open.length > 0; open = open.filter(isWanted), again = true) {
      try {
        return await write(open, again);
      } catch (error) {
        if (!goesAgain(error, open)) return;
      }
      await wait(retryMs);
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      await writeGroup(waiting.splice(0, maxGroup).filter(isWanted));
      if (gatherMs > 0 && !isEnding && waiting.length < maxGroup) await wait(gatherMs);
    }
    writing = undefined;
  }

  return {
    add(item) {
      waiting.push(item);
      writing ??= writeAll();
    },
    waiting: () => waiting.length,
    sweep: () => void (waiting = waiting.filter(isWanted)),
    idle() {
      isEnding = true;
      woken.resolve();
      return writing ?? Promise.resolve();
    },
  };
}
