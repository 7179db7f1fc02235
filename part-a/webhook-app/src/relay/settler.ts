import { createBatcher } from "../batcher.ts";
import type { Notification, Settlement } from "../outbox/notification.ts";

/** One commit costs about the same for 1 row as for hundreds, and beyond that the wait for it grows. */
const BATCH = 500;
const RETRY_MS = 500;
/** Between two writes: at 5,000 settlements per second 50 go into a commit instead of some 10, which saves commits. */
const GATHER_MS = 10;

export interface Settled {
  notification: Notification;
  settlement: Settlement;
}

export interface SettlerOptions {
  /** Writes a batch; false if the lease is lost. */
  write: (settlements: readonly Settlement[], now: number) => Promise<boolean>;
  onWritten: (batch: readonly Settled[], now: number) => void;
  onLost: () => void;
  onError: (error: unknown) => void;
  clock: () => number;
}

/**
 * Writes results in batches. A failed write is repeated until it succeeds: it may still have been committed,
 * and repeating it changes nothing.
 */
export interface Settler {
  /** A newer settlement of the same notification replaces a waiting one, so a batch never contains an id twice. */
  add: (entry: Settled) => void;
  /** Resolves when everything is written or dropped; from now on writes no longer wait to gather settlements. */
  idle: () => Promise<void>;
  /** Drops what waits and writes nothing more. */
  drop: () => void;
}

export function createSettler({ write, onWritten, onLost, onError, clock }: SettlerOptions): Settler {
  /** The newest settlement of each notification, in flight or waiting. */
  const newest = new Map<number, Settled>();
  let dropped = false;

  const batcher = createBatcher<Settled>({
    maxGroup: BATCH,
    retryMs: RETRY_MS,
    gatherMs: GATHER_MS,
    isWanted: (entry) => newest.get(entry.settlement.id) === entry,
    async write(batch) {
      const now = clock();
      const settlements = batch.map(({ settlement }) => settlement);
      const written = await write(settlements, now);
      for (const entry of batch) if (newest.get(entry.settlement.id) === entry) newest.delete(entry.settlement.id);
      if (written) onWritten(batch, now);
      else if (!dropped) onLost();
    },
    goesAgain(error) {
      onError(error);
      return !dropped;
    },
  });

  return {
    add(entry) {
      if (dropped) return;
      newest.set(entry.settlement.id, entry);
      batcher.add(entry);
    },
    idle: batcher.idle,
    drop() {
      dropped = true;
      newest.clear();
      batcher.sweep();
      void batcher.idle();
    },
  };
}
