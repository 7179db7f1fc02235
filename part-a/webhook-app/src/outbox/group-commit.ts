import { createBatcher } from "../batcher.ts";
import { MAX_WAIT_MS, OutboxUnavailable } from "./unavailable.ts";

/**
 * Limits for webhooks in either store. A thousand in one commit take SQLite's writer some 20 ms; ten thousand waiting
 * ones take about a second.
 */
export const WEBHOOK_LIMITS = { maxGroup: 1_000, maxWaiting: 10_000, maxAgeMs: MAX_WAIT_MS };

export interface GroupCommitOptions<Item, Result> {
  /**
   * Commits a group and resolves when it is durable, with one entry per item in the same order; an `Error` fails only
   * its item. A rejection fails the whole group, except an `OutboxUnavailable` that may pass: then this is called again
   * with the items that are not too old, and `again` says that they may already be committed.
   */
  commit: (items: Item[], again: boolean) => Promise<(Result | Error)[]>;
  /** The maximum size of a group, so that no commit takes long. */
  maxGroup: number;
  /** More than this are rejected: they would only wait in memory until they are too old. */
  maxWaiting: number;
  /** An item not committed after this long (in milliseconds, checked every 1/16 of it) is given up. */
  maxAgeMs: number;
  /** Called after each commit with its number of items and its duration. */
  onCommit?: ((items: number, seconds: number) => void) | undefined;
}

/** Between two attempts at a group: each opens a new connection, and a server that comes back must not be overrun. */
const RETRY_MS = 100;

/** Commits waiting items in groups: an fsync costs the same for one item as for hundreds. */
export interface GroupCommit<Item, Result> {
  /** Resolves when the item is durable; rejects with `OutboxUnavailable` if there are too many or it takes too long. */
  add: (item: Item) => Promise<Result>;
  /** Resolves when nothing is in flight or waiting. */
  idle: () => Promise<void>;
}

interface Entry<Item, Result> extends PromiseWithResolvers<Result> {
  item: Item;
  since: number;
}

export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { maxWaiting, maxAgeMs } = options;
  /** In flight or waiting, oldest first. */
  const open = new Set<Entry<Item, Result>>();
  let watch: NodeJS.Timeout | undefined;
  let trouble = "";

  const batcher = createBatcher<Entry<Item, Result>>({
    maxGroup: options.maxGroup,
    retryMs: RETRY_MS,
    isWanted: (entry) => open.has(entry),
    async write(group, again) {
      await commitGroup(group, options, again);
      trouble = "";
      for (const entry of group) open.delete(entry);
    },
    goesAgain(error, group) {
      const passes = error instanceof OutboxUnavailable && error.passes;
      if (passes) trouble = ` ${error.message}`;
      else for (const entry of group) giveUp(entry, error);
      return passes;
    },
  });

  function giveUp(entry: Entry<Item, Result>, error: unknown): void {
    open.delete(entry);
    entry.reject(error);
  }

  /** An item that is given up while its commit is in flight may still be committed: resending it is harmless. */
  function giveUpOld(): void {
    const oldest = performance.now() - maxAgeMs;
    const error = new OutboxUnavailable(`The outbox could not commit within ${maxAgeMs / 1000} s.${trouble}`);
    for (const entry of open) if (entry.since <= oldest) giveUp(entry, error);
    batcher.sweep();
    if (open.size > 0) return;
    clearInterval(watch);
    watch = undefined;
  }

  return {
    add(item) {
      if (batcher.waiting() >= maxWaiting) {
        return Promise.reject(new OutboxUnavailable(`${maxWaiting} webhooks are already waiting to be committed.`));
      }
      const entry = { item, since: performance.now(), ...Promise.withResolvers<Result>() };
      open.add(entry);
      batcher.add(entry);
      // It continues for a moment after the last item, which must not keep the process alive.
      watch ??= setInterval(giveUpOld, maxAgeMs / 16).unref();
      return entry.promise;
    },
    idle: batcher.idle,
  };
}

async function commitGroup<Item, Result>(
  group: readonly Entry<Item, Result>[],
  { commit, onCommit }: GroupCommitOptions<Item, Result>,
  again: boolean,
): Promise<void> {
  const begunAt = performance.now();
  const items = group.map(({ item }) => item);
  const results = await commit(items, again);
  onCommit?.(items.length, (performance.now() - begunAt) / 1000);
  for (const [index, entry] of group.entries()) conclude(entry, results[index]);
}

function conclude<Result>({ resolve, reject }: PromiseWithResolvers<Result>, result: Result | Error | undefined): void {
  if (result instanceof Error) reject(result);
  else if (result === undefined) reject(new Error("The commit returned no result for this item."));
  else resolve(result);
}
