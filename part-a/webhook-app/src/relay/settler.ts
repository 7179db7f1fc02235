import type { Notification, Settlement } from "../outbox/outbox.ts";

/** One commit costs about the same for 1 row as for hundreds, and beyond that the wait for it grows. */
const BATCH = 500;
const RETRY_MS = 500;
/** Between two writes: at 5,000 settlements per second 50 go into a commit instead of some 10, and save its cost. */
const GATHER_MS = 10;

export interface Settled {
  notification: Notification;
  settlement: Settlement;
}

export interface SettlerOptions {
  /** Writes a batch; false when the lease is lost. */
  write: (settlements: readonly Settlement[], now: number) => Promise<boolean>;
  onWritten: (batch: readonly Settled[], now: number) => void;
  onLost: () => void;
  onError: (error: unknown) => void;
  clock: () => number;
}

/**
 * Writes results in batches, one write in flight; what comes meanwhile goes into the next. A write that failed is
 * repeated until it succeeds: it may have been committed all the same, and repeating it changes nothing.
 */
export interface Settler {
  /** A newer settlement of the same notification replaces one that waits, so a batch never names an id twice. */
  add: (entry: Settled) => void;
  /** Resolves when everything is written or dropped; from now on nothing is gathered any more. */
  idle: () => Promise<void>;
  /** Forgets what waits and writes nothing more. */
  drop: () => void;
}

function takeBatch(waiting: Map<number, Settled>): Settled[] {
  const batch: Settled[] = [];
  for (const [id, entry] of waiting) {
    if (batch.length === BATCH) break;
    batch.push(entry);
    waiting.delete(id);
  }
  return batch;
}

/** A wait that can be ended early. */
function createWait() {
  let wakeUp: (() => void) | undefined;
  return {
    async take(ms: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      wakeUp = resolve;
      await promise;
      clearTimeout(timer);
    },
    end: () => wakeUp?.(),
  };
}

export function createSettler({ write, onWritten, onLost, onError, clock }: SettlerOptions): Settler {
  const waiting = new Map<number, Settled>();
  let dropped = false;
  let ending = false;
  let writing: Promise<void> | undefined;
  const wait = createWait();

  async function writeBatch(batch: Settled[], now: number): Promise<void> {
    try {
      const written = await write(
        batch.map(({ settlement }) => settlement),
        now,
      );
      if (written) onWritten(batch, now);
      else if (!dropped) onLost();
    } catch (error) {
      onError(error);
      if (dropped) return;
      for (const entry of batch) if (!waiting.has(entry.settlement.id)) waiting.set(entry.settlement.id, entry);
      await wait.take(RETRY_MS);
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.size > 0) {
      await writeBatch(takeBatch(waiting), clock());
      if (!ending && waiting.size < BATCH) await wait.take(GATHER_MS);
    }
    writing = undefined;
  }

  return {
    add(entry) {
      if (dropped) return;
      waiting.set(entry.settlement.id, entry);
      writing ??= writeAll();
    },
    idle() {
      ending = true;
      wait.end();
      return writing ?? Promise.resolve();
    },
    drop() {
      dropped = true;
      ending = true;
      waiting.clear();
      wait.end();
    },
  };
}
