import { setTimeout as sleep } from "node:timers/promises";
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
   * item alone. Rejecting fails the whole group, but for an `OutboxUnavailable` that passes: then it is called again with
   * what is not too old by then, and `again` says that the items may have been committed already.
   */
  commit: (items: Item[], again: boolean) => Promise<(Result | Error)[]>;
  /** A group is never larger, so that no commit takes long. */
  maxGroup: number;
  /** More than this many are not let in: they would only wait in memory until they are too old. */
  maxWaiting: number;
  /** An item not committed after this long (in milliseconds, checked every 1/16 of it) is given up. */
  maxAgeMs: number;
  /** After each commit: how many items it held and how long it took. */
  onCommit?: ((items: number, seconds: number) => void) | undefined;
}

/** Between two tries of a group: a new connection each time, so that a server that comes back is not overrun. */
const RETRY_MS = 100;

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
  isGivenUp: boolean;
}

export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { maxGroup, maxWaiting, maxAgeMs } = options;
  let waiting: Entry<Item, Result>[] = [];
  let inFlight: Entry<Item, Result>[] = [];
  let running: Promise<void> | undefined;
  let trouble = "";

  /** An item that is given up while its commit is in flight may be committed all the same: resending it is harmless. */
  function giveUpOld(): void {
    const oldest = performance.now() - maxAgeMs;
    const error = new OutboxUnavailable(`The outbox could not commit within ${maxAgeMs / 1000} s.${trouble}`);
    for (const entry of [...inFlight, ...waiting]) {
      if (entry.since > oldest) continue;
      entry.isGivenUp = true;
      entry.reject(error);
    }
    waiting = waiting.filter(({ isGivenUp }) => !isGivenUp);
  }

  async function commitAll(): Promise<void> {
    const timer = setInterval(giveUpOld, maxAgeMs / 16);
    while (waiting.length > 0) {
      inFlight = waiting.splice(0, maxGroup);
      await commitGroup(inFlight, options, ({ message }) => (trouble = ` ${message}`));
      trouble = "";
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
      const entry = { item, since: performance.now(), isGivenUp: false, ...Promise.withResolvers<Result>() };
      waiting.push(entry);
      running ??= commitAll();
      return entry.promise;
    },
    idle: () => running ?? Promise.resolve(),
  };
}

/** Tries until the group is committed, has failed for good, or nobody waits for it any more. */
async function commitGroup<Item, Result>(
  group: readonly Entry<Item, Result>[],
  { commit, onCommit }: GroupCommitOptions<Item, Result>,
  onTrouble: (trouble: OutboxUnavailable) => void,
): Promise<void> {
  for (let open = group, again = false; open.length > 0; open = open.filter(({ isGivenUp }) => !isGivenUp)) {
    const begunAt = performance.now();
    try {
      const items = open.map(({ item }) => item);
      const results = await commit(items, again);
      onCommit?.(open.length, (performance.now() - begunAt) / 1000);
      for (const [index, entry] of open.entries()) conclude(entry, results[index]);
      return;
    } catch (error) {
      if (!(error instanceof OutboxUnavailable && error.passes)) {
        for (const entry of open) entry.reject(error);
        return;
      }
      onTrouble(error);
    }
    again = true;
    await sleep(RETRY_MS);
  }
}

function conclude<Result>({ resolve, reject }: PromiseWithResolvers<Result>, result: Result | Error | undefined): void {
  if (result instanceof Error) reject(result);
  else if (result === undefined) reject(new Error("The commit returned no result for this item."));
  else resolve(result);
}
