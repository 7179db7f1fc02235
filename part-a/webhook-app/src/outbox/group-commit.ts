import { MAX_WAIT_MS } from "./in-time.ts";
import { OutboxUnavailable } from "./outbox.ts";

/**
 * Limits for webhooks in either store. A thousand in one commit take SQLite's writer some 20 ms; ten thousand that wait
 * are about a second's worth.
 */
export const WEBHOOK_LIMITS = { maxGroup: 1_000, maxWaiting: 10_000, maxAgeMs: MAX_WAIT_MS };

export interface GroupCommitOptions<Item, Result> {
  /**
   * Commits a group and resolves when it is durable, with one entry per item in the same order; an `Error` fails its
   * item alone. Rejecting fails the whole group.
   */
  commit: (items: Item[]) => Promise<(Result | Error)[]>;
  /** A group is never larger, so that no commit takes long. */
  maxGroup: number;
  /** More than this many are not let in: they would only wait in memory until they are too old. */
  maxWaiting: number;
  /** An item not committed after this long (in milliseconds, checked every 1/16 of it) is given up. */
  maxAgeMs: number;
  /** After each commit: how many items it held and how long it took. */
  onCommit?: ((items: number, seconds: number) => void) | undefined;
}

/**
 * Many small writes in few commits: one commit is in flight, and what arrives meanwhile goes into the next. An fsync
 * costs the same for one item as for hundreds.
 */
export interface GroupCommit<Item, Result> {
  /** Resolves when the item is durable; rejects with `OutboxUnavailable` when there are too many or it took too long. */
  add: (item: Item) => Promise<Result>;
  /** Resolves when nothing is in flight or waiting. */
  idle: () => Promise<void>;
}

interface Entry<Item, Result> extends PromiseWithResolvers<Result> {
  item: Item;
  since: number;
}

export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { maxGroup, maxWaiting, maxAgeMs } = options;
  let waiting: Entry<Item, Result>[] = [];
  let inFlight: Entry<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  async function commit(group: Entry<Item, Result>[]): Promise<void> {
    const begunAt = performance.now();
    try {
      const results = await options.commit(group.map(({ item }) => item));
      options.onCommit?.(group.length, (performance.now() - begunAt) / 1000);
      for (const [index, entry] of group.entries()) conclude(entry, results[index]);
    } catch (error) {
      for (const entry of group) entry.reject(error);
    }
  }

  /** An item that is given up while its commit is in flight may be committed all the same: resending it is harmless. */
  function giveUpOld(): void {
    const oldest = performance.now() - maxAgeMs;
    const tooOld = [...inFlight, ...waiting].filter(({ since }) => since <= oldest);
    if (tooOld.length === 0) return;
    waiting = waiting.filter(({ since }) => since > oldest);
    const error = new OutboxUnavailable(`The outbox could not commit within ${maxAgeMs / 1000} s.`);
    for (const entry of tooOld) entry.reject(error);
  }

  async function commitAll(): Promise<void> {
    const timer = setInterval(giveUpOld, maxAgeMs / 16);
    while (waiting.length > 0) {
      inFlight = waiting.splice(0, maxGroup);
      await commit(inFlight);
    }
    inFlight = [];
    clearInterval(timer);
    running = undefined;
  }

  return {
    add(item) {
      if (waiting.length >= maxWaiting) {
        return Promise.reject(new OutboxUnavailable(`${maxWaiting} webhooks wait for a commit already.`));
      }
      const entry = { item, since: performance.now(), ...Promise.withResolvers<Result>() };
      waiting.push(entry);
      running ??= commitAll();
      return entry.promise;
    },
    idle: () => running ?? Promise.resolve(),
  };
}

function conclude<Result>({ resolve, reject }: PromiseWithResolvers<Result>, result: Result | Error | undefined): void {
  if (result instanceof Error) reject(result);
  else if (result === undefined) reject(new Error("The commit returned no result for this item."));
  else resolve(result);
}
