import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRetention } from "../../src/relay/retention.ts";
import { pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createStore(rows: number, step: number) {
  const store = { rows, times: [] as number[] };
  async function prune(now: number): Promise<number> {
    store.times.push(now);
    const deleted = Math.min(step, store.rows);
    store.rows -= deleted;
    return deleted;
  }
  return { store, prune };
}

describe("retention", () => {
  test("deletes step by step with pauses between, until nothing is left, and looks again a minute later", async () => {
    const { store, prune } = createStore(1_000, 400);
    const retention = createRetention({ prune, leads: () => true, clock: Date.now, onError: () => {} });
    retention.start();
    await pass(125_000);
    expect(store.rows).toBe(0);
    const gaps = store.times.map((time, index) => time - (store.times[index - 1] ?? time)).slice(1);
    expect(gaps).toEqual([200, 200, 200, 60_000]);
    retention.stop();
  });

  test("deletes nothing while somebody else leads", async () => {
    const { store, prune } = createStore(1_000, 400);
    const retention = createRetention({ prune, leads: () => false, clock: Date.now, onError: () => {} });
    retention.start();
    await pass(600_000);
    expect(store.times).toEqual([]);
    retention.stop();
  });

  test("continues after an error, and ends when stopped in the middle of a step", async () => {
    const errors: unknown[] = [];
    const gate = Promise.withResolvers<number>();
    let calls = 0;
    async function prune(): Promise<number> {
      calls += 1;
      if (calls === 1) throw new Error("no connection");
      return gate.promise;
    }
    const retention = createRetention({ prune, leads: () => true, clock: Date.now, onError: (e) => errors.push(e) });
    retention.start();
    await pass(120_000);
    expect([errors.length, calls]).toEqual([1, 2]);
    retention.stop();
    gate.resolve(1);
    await pass(600_000);
    expect(calls).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
