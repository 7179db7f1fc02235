import { describe, expect, test } from "vitest";
import { backoffMs } from "../../src/relay/backoff.ts";
import { createPause } from "../../src/relay/pause.ts";
import type { PauseState } from "../../src/relay-condition.ts";
import type { Verdict } from "../../src/relay/trouble.ts";
import { EVIDENCE } from "./answers.ts";

const EPOCH = 1_790_000_000_000;
const DELIVERED: Verdict = { whose: "nobody" };
const OWN_TROUBLE: Verdict = { whose: "recipient" };
const DOWN = {
  whose: "everybody" as const,
  ofSends: false,
  reason: "unreachable" as const,
  evidence: EVIDENCE,
} satisfies Verdict;
const CANNOT_WRITE = {
  whose: "everybody" as const,
  ofSends: true,
  reason: "server_error" as const,
  evidence: EVIDENCE,
} satisfies Verdict;

function limitedUntil(resumeAt: number): Verdict {
  return { ...DOWN, reason: "rate_limited", resumeAt };
}

function createPauseAt() {
  const time = { now: 0 };
  const told: [what: string, state: PauseState][] = [];
  const pause = createPause({
    clock: () => EPOCH + time.now,
    monotonic: () => time.now,
    random: () => 0,
    onPause: (state) => told.push(["paused", state]),
    onResume: (state) => told.push(["resumed", state]),
  });
  return { time, pause, told };
}

describe("backoff", () => {
  test("doubles from 0.5 s and stays at 20 s without jitter", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map((step) => backoffMs(step, () => 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000,
    ]);
  });

  test("adds up to half as jitter and so stays within 30 s", () => {
    expect(backoffMs(0, () => 0.5)).toBe(625);
    expect(backoffMs(2_000, () => 0.999_999)).toBeLessThanOrEqual(30_000);
    expect(backoffMs(2_000, () => 0.999_999)).toBeGreaterThan(29_000);
  });
});

describe("pause", () => {
  test("one trial may begin when it is over, and no second one before the trial's result", () => {
    const { time, pause } = createPauseAt();
    pause.report(pause.begin(), DOWN);
    expect(pause.state()?.reason).toBe("unreachable");
    time.now = 499;
    expect(pause.allows()).toBe(false);
    time.now = 500;
    expect(pause.allows()).toBe(true);
    const trial = pause.begin();
    expect(pause.allows()).toBe(false);
    pause.report(trial, DELIVERED);
    expect(pause.allows()).toBe(true);
    expect(pause.state()).toBeNull();
  });

  test("grows while trials fail, and starts over after a success", () => {
    const { time, pause } = createPauseAt();
    const lengths: number[] = [];
    for (let failure = 0; failure < 4; failure += 1) {
      pause.report(pause.begin(), DOWN);
      lengths.push(pause.trialAt() - time.now);
      time.now = pause.trialAt();
    }
    pause.report(pause.begin(), DELIVERED);
    pause.report(pause.begin(), DOWN);
    lengths.push(pause.trialAt() - time.now);
    expect(lengths).toEqual([500, 1_000, 2_000, 4_000, 500]);
  });

  test("attempts that failed together are one step", () => {
    const { pause } = createPauseAt();
    const begun = Array.from({ length: 16 }, () => pause.begin());
    for (const incident of begun) pause.report(incident, DOWN);
    expect(pause.trialAt()).toBe(500);
  });

  test("a success of an attempt that began before the incident does not end it", () => {
    const { pause } = createPauseAt();
    const [early, failing] = [pause.begin(), pause.begin()];
    pause.report(failing, DOWN);
    pause.report(early, DELIVERED);
    expect(pause.state()?.reason).toBe("unreachable");
    expect(pause.allows()).toBe(false);
  });

  test("a failure of an attempt that began before the incident does not prolong or renew it", () => {
    const { time, pause } = createPauseAt();
    const [late, failing] = [pause.begin(), pause.begin()];
    pause.report(failing, DOWN);
    time.now = 500;
    pause.report(pause.begin(), DELIVERED);
    pause.report(late, DOWN);
    expect(pause.state()).toBeNull();
  });

  test("a stated end is kept to the millisecond, without a step of the backoff", () => {
    const { time, pause } = createPauseAt();
    pause.report(pause.begin(), limitedUntil(EPOCH + 42_000));
    expect(pause.state()?.reason).toBe("rate_limited");
    expect(pause.trialAt()).toBe(42_000);
    time.now = 42_000;
    pause.report(pause.begin(), DOWN);
    expect(pause.trialAt()).toBe(42_500);
  });

  test("a stated end is believed for 5 minutes at most", () => {
    const { pause } = createPauseAt();
    pause.report(pause.begin(), limitedUntil(EPOCH + 3_600_000));
    expect(pause.trialAt()).toBe(300_000);
  });

  test.each([EPOCH, EPOCH - 1_000, Number.NaN])(
    "a stated end that is past or no time counts as none: %d",
    (resumeAt) => {
      const { pause } = createPauseAt();
      pause.report(pause.begin(), limitedUntil(resumeAt));
      expect(pause.trialAt()).toBe(500);
    },
  );

  test("a stated end prolongs the pause even when its attempt began before the incident", () => {
    const { pause } = createPauseAt();
    const [late, failing] = [pause.begin(), pause.begin()];
    pause.report(failing, DOWN);
    pause.report(late, limitedUntil(EPOCH + 60_000));
    expect(pause.trialAt()).toBe(60_000);
  });

  test("a trial that was given up makes room for another", () => {
    const { time, pause } = createPauseAt();
    pause.report(pause.begin(), DOWN);
    time.now = 500;
    pause.abandon(pause.begin());
    expect(pause.allows()).toBe(true);
    expect(pause.state()?.reason).toBe("unreachable");
  });

  test("a server that answers at all has come back, unless the trouble is that nothing it answers is a success", () => {
    const { time, pause } = createPauseAt();
    pause.report(pause.begin(), CANNOT_WRITE);
    time.now = 500;
    expect(pause.report(pause.begin(), OWN_TROUBLE)).toBe(false);
    expect(pause.allows()).toBe(true);
    expect(pause.report(pause.begin(), DELIVERED)).toBe(true);
    pause.report(pause.begin(), DOWN);
    time.now = 1_000;
    expect(pause.report(pause.begin(), OWN_TROUBLE)).toBe(true);
    expect(pause.state()).toBeNull();
  });

  test("reports reason, start, error and next trial, at the beginning, at another reason and at the end", () => {
    const { time, pause, told } = createPauseAt();
    pause.report(pause.begin(), DOWN);
    const first = { reason: "unreachable", since: EPOCH, detail: EVIDENCE.detail, nextTrialAt: EPOCH + 500 };
    expect(pause.state()).toEqual(first);
    time.now = 500;
    const trial = pause.begin();
    expect(pause.state()).toEqual({ ...first, nextTrialAt: null });
    pause.report(trial, DOWN);
    time.now = 1_500;
    pause.report(pause.begin(), CANNOT_WRITE);
    time.now = 4_000;
    pause.report(pause.begin(), DELIVERED);
    expect(told.map(([what, { reason, since }]) => [what, reason, since])).toEqual([
      ["paused", "unreachable", EPOCH],
      ["paused", "server_error", EPOCH],
      ["resumed", "server_error", EPOCH],
    ]);
  });
});
