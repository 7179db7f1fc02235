import { within } from "../within.ts";
import type { Leader } from "./leader.ts";
import type { Lease } from "./lease.ts";

/** For each of the last two steps, which need the outbox: if it hangs, the lease expires by itself. */
const OUTBOX_STEP_MS = 1_000;

/**
 * This process' periods as the leader: each begins only when nothing of the previous one is under way, so no recipient
 * has two messages open.
 */
export interface Leadership {
  /** The lease was gained. */
  begin: () => void;
  /** The lease was lost: drops everything held. Resolves when nothing is under way. */
  end: () => Promise<void>;
  /** The leader, if this process is it. */
  current: () => Leader | undefined;
}

export function createLeadership(createLeader: () => Leader): Leadership {
  let latest: Leader | undefined;
  let started: Leader | undefined;
  let former: Promise<void> = Promise.resolve();

  async function startAfterFormer(leader: Leader): Promise<void> {
    await former;
    if (latest !== leader) return;
    started = leader;
    leader.start();
  }

  return {
    begin() {
      latest = createLeader();
      void startAfterFormer(latest);
    },
    end() {
      const ending = started;
      latest = undefined;
      started = undefined;
      if (ending !== undefined) former = ending.end();
      return former;
    },
    current: () => started,
  };
}

export interface ShutdownOptions {
  leadership: Leadership;
  lease: Lease;
  onError: (error: unknown) => void;
}

/**
 * Lets open deliveries finish for up to `graceMs`, gives up the others, writes the results, and releases the lease.
 *
 * Takes at most `graceMs` + 2 s, even if Rocket.Chat and the outbox hang. Messages whose results could not be written
 * are sent again by the next leader, under the same message id.
 */
export async function shutDown({ leadership, lease, onError }: ShutdownOptions, graceMs: number): Promise<void> {
  const leader = leadership.current();
  if (leader !== undefined) {
    // The lease is renewed meanwhile: the grace may be longer than it lasts.
    await within(graceMs, leader.drain());
    leader.giveUp();
    await within(OUTBOX_STEP_MS, leader.written());
  }
  void leadership.end();
  try {
    await within(OUTBOX_STEP_MS, lease.stop());
  } catch (error) {
    onError(error);
  }
}
