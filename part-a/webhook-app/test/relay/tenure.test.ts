import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLease } from "../../src/relay/lease.ts";
import { createTerms } from "../../src/relay/term.ts";
import type { Term } from "../../src/relay/term.ts";
import { createTenure } from "../../src/relay/tenure.ts";
import { pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("tenure", () => {
  test("one that ran out before it was extended was lost in between", () => {
    const told: string[] = [];
    let now = 0;
    const tenure = createTenure({
      monotonic: () => now,
      onGained: () => told.push("gained"),
      onLost: () => told.push("lost"),
    });
    tenure.extend(8_000);
    now = 3_000;
    tenure.extend(11_000);
    expect(told).toEqual(["gained"]);
    now = 11_000;
    expect(tenure.held()).toBe(false);
    tenure.extend(20_000);
    expect(told).toEqual(["gained", "lost", "gained"]);
    tenure.extend(11_000);
    expect(tenure.held()).toBe(false);
  });

  test("one that is over before it begins is not gained", () => {
    let gained = 0;
    const tenure = createTenure({ monotonic: () => 9_000, onGained: () => (gained += 1), onLost: () => {} });
    tenure.extend(8_000);
    expect([gained, tenure.held()]).toEqual([0, false]);
  });
});

/** A lease on a store that answers `acquired` after `latencyMs`. */
function createSlowLease(latencyMs: number) {
  const store = { acquired: true, calls: [] as string[] };
  const lease = createLease({
    outbox: {
      async acquireLease() {
        await new Promise((resolve) => setTimeout(resolve, latencyMs));
        store.calls.push("acquired");
        return store.acquired;
      },
      async releaseLease() {
        store.calls.push("released");
      },
    },
    holder: "relay-1",
    condition: () => ({ paused: null, lanesOnHold: [] }),
    clock: Date.now,
    monotonic: () => performance.now(),
    onGained: () => store.calls.push("gained"),
    onLost: () => store.calls.push("lost"),
    onError: () => {},
  });
  return { store, lease };
}

describe("lease", () => {
  test("counts from the beginning of the call that got it", async () => {
    const { store, lease } = createSlowLease(5_000);
    lease.start();
    await pass(5_000);
    expect(lease.held()).toBe(true);
    await pass(3_000);
    expect(lease.held()).toBe(false);
    expect(store.calls).toEqual(["acquired", "gained", "lost"]);
    await Promise.all([lease.stop(), pass(5_000)]);
  });

  test("is lost at once when a renewal is refused", async () => {
    const { store, lease } = createSlowLease(0);
    lease.start();
    await pass(100);
    store.acquired = false;
    await pass(3_000);
    expect(lease.held()).toBe(false);
    await lease.stop();
  });

  test("stopping waits for an acquisition under way, releases after it, and schedules nothing more", async () => {
    const { store, lease } = createSlowLease(2_000);
    lease.start();
    await pass(1_000);
    await Promise.all([lease.stop(), pass(1_000)]);
    expect(store.calls).toEqual(["acquired", "gained", "lost", "released"]);
    expect(lease.held()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("succession", () => {
  test("a term that was lost again while it waited for the former one never starts", async () => {
    const started: number[] = [];
    const ends: (() => void)[] = [];
    let made = 0;
    const terms = createTerms(() => {
      const number = (made += 1);
      const end = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
      return { start: () => started.push(number), end } as unknown as Term;
    });
    terms.begin();
    await pass(0);
    void terms.end();
    terms.begin();
    void terms.end();
    terms.begin();
    await pass(0);
    expect(started).toEqual([1]);
    for (const end of ends) end();
    await pass(0);
    expect(started).toEqual([1, 3]);
  });
});
