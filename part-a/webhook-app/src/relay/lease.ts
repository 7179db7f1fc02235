import { LEASE_MS, type Outbox } from "../outbox/outbox.ts";
import type { RelayCondition } from "../relay-condition.ts";

const RENEW_MS = 3_000;
const RETRY_MS = 1_000;
/**
 * We stop this long before the store would let somebody else take over, to cover the time between a check and its send.
 */
const MARGIN_MS = 2_000;

interface HoldingOptions {
  /** Milliseconds that never jump, and continue while the process is frozen. */
  monotonic: () => number;
  onGained: () => void;
  onLost: () => void;
}

export interface LeaseOptions extends HoldingOptions {
  outbox: Pick<Outbox, "acquireLease" | "releaseLease">;
  holder: string;
  /** What the holder reports at each renewal. */
  condition: () => RelayCondition;
  clock: () => number;
  onError: (error: unknown) => void;
}

/** Keeps trying to get and keep the outbox's lease, whose holder is the leader. */
export interface Lease {
  start: () => void;
  /** Certain at this moment, even if timers are late. */
  held: () => boolean;
  /** The store said that somebody else holds it. */
  lose: () => void;
  /** Stops renewing and releases the lease; rejects if the outbox does. */
  stop: () => Promise<void>;
}

export function createLease(options: LeaseOptions): Lease {
  const { outbox, holder, condition, clock, monotonic, onError } = options;
  const holding = createHolding(options);
  let stopped = false;
  let acquiring: Promise<void> | undefined;
  let next: NodeJS.Timeout | undefined;

  /** @returns how long to wait before the next attempt, in milliseconds */
  async function acquire(): Promise<number> {
    const begunAt = monotonic();
    try {
      const acquired = await outbox.acquireLease(holder, clock(), condition());
      // Counted from before the call: the store's own count began no earlier.
      if (acquired) holding.extend(begunAt + LEASE_MS - MARGIN_MS);
      else holding.lose();
      return holding.held() ? RENEW_MS : RETRY_MS;
    } catch (error) {
      onError(error);
      return RETRY_MS;
    }
  }

  async function acquireAndSchedule(): Promise<void> {
    const waitMs = await acquire();
    if (!stopped) next = setTimeout(start, waitMs);
  }

  function start(): void {
    acquiring = acquireAndSchedule();
  }

  return {
    start,
    held: holding.held,
    lose: holding.lose,
    async stop() {
      stopped = true;
      clearTimeout(next);
      // An acquisition under way could otherwise come through after the release.
      await acquiring;
      holding.lose();
      await outbox.releaseLease(holder);
    },
  };
}

/** Whether, and until when, this process certainly holds the lease. */
interface Holding {
  held: () => boolean;
  /** Holds it until the monotonic time `until`, unless that is past. */
  extend: (until: number) => void;
  lose: () => void;
}

export function createHolding({ monotonic, onGained, onLost }: HoldingOptions): Holding {
  let heldUntil = -Infinity;
  let leading = false;
  let expiry: NodeJS.Timeout | undefined;
  const held = (): boolean => monotonic() < heldUntil;

  function lose(): void {
    heldUntil = -Infinity;
    clearTimeout(expiry);
    if (!leading) return;
    leading = false;
    onLost();
  }

  return {
    held,
    extend(until) {
      // A lease that expired unnoticed (in a frozen process) was lost: whoever had it since may have sent what we hold.
      if (!held()) lose();
      heldUntil = until;
      if (!held()) return;
      clearTimeout(expiry);
      // Unreferenced: an acquisition that succeeds after everything was stopped must not keep the process alive.
      expiry = setTimeout(lose, Math.ceil(until - monotonic())).unref();
      if (leading) return;
      leading = true;
      onGained();
    },
    lose,
  };
}
