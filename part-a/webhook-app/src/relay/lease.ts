import { LEASE_MS, type Outbox } from "../outbox/outbox.ts";
import type { RelayCondition } from "../relay-condition.ts";
import { createTenure } from "./tenure.ts";
import type { TenureOptions } from "./tenure.ts";

const RENEW_MS = 3_000;
const RETRY_MS = 1_000;
/** We stop this long before the store would let somebody else in: for the time between a check and its send. */
const MARGIN_MS = 2_000;

export interface LeaseOptions extends TenureOptions {
  outbox: Pick<Outbox, "acquireLease" | "releaseLease">;
  holder: string;
  /** What the holder says of itself, at each renewal. */
  condition: () => RelayCondition;
  clock: () => number;
  onError: (error: unknown) => void;
}

/** Keeps trying to hold the outbox's lease, and to keep it. */
export interface Lease {
  start: () => void;
  /** Certain at this very moment, whatever timers are late. */
  held: () => boolean;
  /** The store said that somebody else holds it. */
  lose: () => void;
  /** Stops renewing and gives the lease up; rejects when the outbox does. */
  stop: () => Promise<void>;
}

export function createLease(options: LeaseOptions): Lease {
  const { outbox, holder, condition, clock, monotonic, onError } = options;
  const tenure = createTenure(options);
  let stopped = false;
  let acquiring: Promise<void> | undefined;
  let next: NodeJS.Timeout | undefined;

  /** @returns how long to wait before the next try, in milliseconds */
  async function acquire(): Promise<number> {
    const begunAt = monotonic();
    try {
      const acquired = await outbox.acquireLease(holder, clock(), condition());
      // Counted from before the call: the store's own count began no earlier.
      if (acquired) tenure.extend(begunAt + LEASE_MS - MARGIN_MS);
      else tenure.lose();
      return tenure.held() ? RENEW_MS : RETRY_MS;
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
    held: tenure.held,
    lose: tenure.lose,
    async stop() {
      stopped = true;
      clearTimeout(next);
      // An acquisition under way could otherwise come through after the release.
      await acquiring;
      tenure.lose();
      await outbox.releaseLease(holder);
    },
  };
}
