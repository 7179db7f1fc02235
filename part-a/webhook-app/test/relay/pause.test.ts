import { describe, expect, test } from "vitest";
import { backoffMs } from "../../src/relay/backoff.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { createPause } from "../../src/relay/pause.ts";
import { unavailable } from "./answers.ts";

const EPOCH = 1_790_000_000_000;
const DELIVERED: DeliveryResult = { status: "delivered" };
const DOWN: DeliveryResult = unavailable("unreachable");

function limitedUntil(resumeAt: number): DeliveryResult {
  return unavailable("rate_limited", resumeAt);
}

function createPauseAt() {
  const time = { now: 0 };
  const pause = createPause({ clock: () => EPOCH + time.now, monotonic: () => time.now, random: () => 0 });
  return { time, pause };
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
    expect(pause.reason()).toBe("unreachable");
    time.now = 499;
    expect(pause.allows()).toBe(false);
    time.now = 500;
    expect(pause.allows()).toBe(true);
    const trial = pause.begin();
    expect(pause.allows()).toBe(false);
    pause.report(trial, DELIVERED);
    expect(pause.allows()).toBe(true);
    expect(pause.reason()).toBeNull();
  });

  test("grows while trials fail, and starts anew after a success", () => {
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
    expect(pause.reason()).toBe("unreachable");
    expect(pause.allows()).toBe(false);
  });

  test("a failure of an attempt that began before the incident does not prolong or renew it", () => {
    const { time, pause } = createPauseAt();
    const [late, failing] = [pause.begin(), pause.begin()];
    pause.report(failing, DOWN);
    time.now = 500;
    pause.report(pause.begin(), DELIVERED);
    pause.report(late, DOWN);
    expect(pause.reason()).toBeNull();
  });

  test("a stated end is kept to the millisecond, without a step of the backoff", () => {
    const { time, pause } = createPauseAt();
    pause.report(pause.begin(), limitedUntil(EPOCH + 42_000));
    expect(pause.reason()).toBe("rate_limited");
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
    expect(pause.reason()).toBe("unreachable");
  });
});
