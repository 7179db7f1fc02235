import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UnacceptedWebhook } from "../../src/outbox/journal.ts";
import { createRecorder } from "../../src/outbox/recorder.ts";
import { SUMMARY } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function webhook(number: number): UnacceptedWebhook {
  const why = { outcome: "ignored", reason: "no_rule", detail: "No rule matches." } as const;
  return { ...SUMMARY, webhookId: `w${number}`, receivedAt: number, ...why };
}

/** A recorder on a store that is away while `isAway`, and the groups that the store was given. */
function createStore() {
  const store = { isAway: false, groups: [] as number[][] };
  const recorder = createRecorder(async (webhooks) => {
    if (store.isAway) throw new Error("away");
    store.groups.push(webhooks.map(({ receivedAt }) => receivedAt));
  });
  const add = (from: number, to = from) => {
    for (let number = from; number <= to; number += 1) recorder.add(webhook(number));
  };
  return { store, recorder, add };
}

test("writes half a second's worth together, in groups of at most 1,000", async () => {
  const { store, add } = createStore();
  add(1, 600);
  await vi.advanceTimersByTimeAsync(400);
  add(601, 1_500);
  expect(store.groups).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(store.groups.map((group) => group.length)).toEqual([1_000, 500]);
  expect(store.groups.flat()).toEqual(Array.from({ length: 1_500 }, (_, index) => index + 1));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.groups).toHaveLength(2);
});

test("keeps what a store that is away did not take, in its order, and writes it once", async () => {
  const { store, add } = createStore();
  store.isAway = true;
  add(1, 2);
  await vi.advanceTimersByTimeAsync(600);
  add(3);
  store.isAway = false;
  await vi.advanceTimersByTimeAsync(600);
  expect(store.groups).toEqual([[1, 2, 3]]);
});

test("keeps the last 10,000 of them", async () => {
  const { store, add } = createStore();
  store.isAway = true;
  add(1, 10_002);
  store.isAway = false;
  await vi.advanceTimersByTimeAsync(500);
  const written = store.groups.flat();
  expect([written.length, written[0], written.at(-1)]).toEqual([10_000, 3, 10_002]);
});

test("writes what waits at the end, and does not go on when the store is away", async () => {
  const { store, recorder, add } = createStore();
  add(1);
  await recorder.close();
  expect(store.groups).toEqual([[1]]);
  store.isAway = true;
  add(2);
  await recorder.close();
  expect(vi.getTimerCount()).toBe(0);
});
