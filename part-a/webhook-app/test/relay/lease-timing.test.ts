import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHolding, createLease } from "../../src/relay/lease.ts";
import { pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("holding", () => {
  test("one that ran out before it was extended was lost in between", () => {
    const told: string[] = [];
    let now = 0;
    const holding = createHolding({
      monotonic: () => now,
      onGained: () => told.push("gained"),
      onLost: () => told.push("lost"),
    });
    holding.extend(8_000);
    now = 3_000;
    holding.extend(11_000);
    expect(told).toEqual(["gained"]);
    now = 11_000;
    expect(holding.held()).toBe(false);
    holding.extend(20_000);
    expect(told).toEqual(["gained", "lost", "gained"]);
    holding.extend(11_000);
    expect(holding.held()).toBe(false);
  });

  test("one that is over before it begins is not gained", () => {
    let gained = 0;
    const holding = createHolding({ monotonic: () => 9_000, onGained: () => (gained += 1), onLost: () => {} });
    holding.extend(8_000);
    expect([gained, holding.held()]).toEqual([0, false]);
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
