import { within } from "./within.ts";

export interface BatcherOptions<Item> {
  /** Writes a group and concludes each of its items; rejects when it may not be written. */
  write: (group: readonly Item[], again: boolean) => Promise<void>;
  /** Whether a group is to be written again, of which the write was rejected. */
  goesAgain: (error: unknown, group: readonly Item[]) => boolean;
  /** What is not wanted any more is passed over, also when its group is written again. */
  isWanted: (item: Item) => boolean;
  /** A group is never larger, so that no write takes long. */
  maxGroup: number;
  /** How long to wait before a group is written again, in milliseconds. */
  retryMs: number;
  /** Between two writes, as long as less than a group waits. */
  gatherMs?: number;
}

/**
 * Many small writes in few groups: one write is in flight, and what comes meanwhile goes into the next. A commit costs
 * about the same for one item as for hundreds.
 */
export interface Batcher<Item> {
  add: (item: Item) => void;
  /** How many wait for the write after the one in flight. */
  waiting: () => number;
  /** Lets go of what waits and is not wanted any more. */
  sweep: () => void;
  /** Resolves when nothing is in flight or waiting; from now on nothing is gathered any more. */
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
