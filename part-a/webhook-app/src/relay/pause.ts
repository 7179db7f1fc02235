import type { PauseReason } from "../reasons.ts";
import { backoffMs } from "./backoff.ts";
import type { DeliveryResult } from "./delivery.ts";

/** A rate limit's reset further away than this is not believed: Rocket.Chat's own windows last a minute. */
const LONGEST_STATED_PAUSE_MS = 5 * 60_000;

export interface PauseOptions {
  clock: () => number;
  /** Milliseconds that never jump, for durations. */
  monotonic: () => number;
  random: () => number;
}

/**
 * The pause of everything while Rocket.Chat as a whole is in trouble.
 *
 * An incident begins with an `unavailable` result and ends when a later attempt finds Rocket.Chat answering. Attempts
 * that began before the incident say nothing new about it, however many of them fail.
 */
export interface Pause {
  /** Why nothing is sent, also while the trial is under way; null when running. */
  reason(): PauseReason | null;
  /** Whether an attempt may begin now: any when running, nothing during the pause, one trial after it. */
  allows(): boolean;
  /** Marks the beginning of an attempt; returns the incident number to report its result with. */
  begin(): number;
  report(begunIn: number, result: DeliveryResult): void;
  /** The attempt was given up without a result. */
  abandon(begunIn: number): void;
  /** Monotonic time at which a trial may begin; Infinity when running or when the trial is under way. */
  trialAt(): number;
}

export function createPause({ clock, monotonic, random }: PauseOptions): Pause {
  let incident = 0;
  let step = 0;
  let until = 0;
  let reason: PauseReason | null = null;
  let trialOpen = false;

  function resume(): void {
    reason = null;
    step = 0;
    until = 0;
  }

  function pause(result: Extract<DeliveryResult, { status: "unavailable" }>, fresh: boolean): void {
    const statedMs = Math.min((result.resumeAt ?? 0) - clock(), LONGEST_STATED_PAUSE_MS);
    // A late result of an older attempt matters only when it names a time before which we must keep quiet.
    if (!fresh && !(statedMs > 0)) return;
    until = Math.max(until, monotonic() + (statedMs > 0 ? statedMs : backoffMs(step++, random)));
    if (reason === null) incident += 1;
    reason = result.reason;
  }

  return {
    reason: () => reason,
    allows: () => reason === null || (!trialOpen && monotonic() >= until),
    begin() {
      trialOpen = reason !== null;
      return incident;
    },
    report(begunIn, result) {
      const fresh = begunIn === incident;
      if (fresh) trialOpen = false;
      if (result.status === "unavailable") pause(result, fresh);
      else if (fresh) resume();
    },
    abandon(begunIn) {
      if (begunIn === incident) trialOpen = false;
    },
    trialAt: () => (reason === null || trialOpen ? Infinity : until),
  };
}
