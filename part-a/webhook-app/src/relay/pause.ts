import type { PauseState } from "../relay-condition.ts";
import { backoffMs } from "./backoff.ts";
import { LONGEST_WAIT_MS } from "./delivery.ts";
import type { Verdict } from "./trouble.ts";

export interface PauseOptions {
  clock: () => number;
  /** Milliseconds that never jump, for durations. */
  monotonic: () => number;
  random: () => number;
  /** It began, or continues for another reason. */
  onPause?: (state: PauseState) => void;
  /** It ended. */
  onResume?: (state: PauseState) => void;
}

/**
 * Pauses everything while Rocket.Chat as a whole fails.
 *
 * An incident begins with a result that affects everybody and ends when a later attempt shows that it is over.
 * Attempts that began before the incident say nothing new about it, however many of them fail.
 */
export interface Pause {
  /** Null when running; set while the trial is under way. */
  state(): PauseState | null;
  /** Whether an attempt may begin now: any when running, nothing during the pause, one trial after it. */
  allows(): boolean;
  /** Records the beginning of an attempt; returns the incident number for reporting its result. */
  begin(): number;
  /** Reports a result; returns whether it ended the pause. */
  report(begunIn: number, verdict: Verdict): boolean;
  /** The attempt was given up without a result. */
  abandon(begunIn: number): void;
  /** Monotonic time at which a trial may begin; Infinity when running or when the trial is under way. */
  trialAt(): number;
  /**
   * This process leads again: ends a pause of a former leadership whose trial is long overdue, because others may have
   * sent meanwhile.
   */
  renew(): void;
}

/** A trial this overdue was not made: somebody else led. */
const OVERDUE_MS = 60_000;

type EverybodysTrouble = Extract<Verdict, { whose: "everybody" }>;

export function createPause({ clock, monotonic, random, onPause, onResume }: PauseOptions): Pause {
  let incident = 0;
  let step = 0;
  let until = 0;
  let trouble: EverybodysTrouble | null = null;
  let since = 0;
  let trialOpen = false;

  function state(): PauseState | null {
    if (trouble === null) return null;
    const nextTrialAt = trialOpen ? null : clock() + Math.max(0, until - monotonic());
    return { reason: trouble.reason, since, detail: trouble.evidence.detail, nextTrialAt };
  }

  function resume(): true {
    const ended = state();
    trouble = null;
    [step, until] = [0, 0];
    if (ended !== null) onResume?.(ended);
    return true;
  }

  function pause(found: EverybodysTrouble, fresh: boolean): void {
    const statedMs = Math.min((found.resumeAt ?? 0) - clock(), LONGEST_WAIT_MS);
    // A late result of an older attempt matters only if it names a time before which we must not send.
    if (!fresh && !(statedMs > 0)) return;
    until = Math.max(until, monotonic() + (statedMs > 0 ? statedMs : backoffMs(step++, random)));
    const former = trouble?.reason;
    if (former === undefined) [incident, since] = [incident + 1, clock()];
    trouble = found;
    const now = state();
    if (former !== found.reason && now !== null) onPause?.(now);
  }

  return {
    state,
    allows: () => trouble === null || (!trialOpen && monotonic() >= until),
    begin() {
      trialOpen = trouble !== null;
      return incident;
    },
    report(begunIn, verdict) {
      const fresh = begunIn === incident;
      if (fresh) trialOpen = false;
      if (verdict.whose === "everybody") pause(verdict, fresh);
      else if (fresh && trouble !== null && (verdict.whose === "nobody" || !trouble.ofSends)) return resume();
      return false;
    },
    abandon(begunIn) {
      if (begunIn === incident) trialOpen = false;
    },
    trialAt: () => (trouble === null || trialOpen ? Infinity : until),
    renew: () => void (trouble !== null && monotonic() > until + OVERDUE_MS && resume()),
  };
}
