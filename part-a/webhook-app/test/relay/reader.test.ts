import { describe, expect, test, vi } from "vitest";
import type { Notification, PendingQuery } from "../../src/outbox/notification.ts";
import { createAlarm } from "../../src/relay/alarm.ts";
import { createReader, READ_LIMIT } from "../../src/relay/reader.ts";
import { createMemoryOutbox } from "./memory-outbox.ts";

/** A reader that wants rows of other recipients only, from a store that answers with so many rows each time. */
function createPickyReader(answers: number[]) {
  const rows = createMemoryOutbox(() => 0);
  rows.put("jane", READ_LIMIT);
  const queries: PendingQuery[] = [];
  const reader = createReader({
    async pending(query): Promise<Notification[]> {
      queries.push(query);
      return [...rows.rows.values()].slice(0, answers[queries.length - 1] ?? 0);
    },
    full: () => ["jane"],
    appetite: { hungry: () => false, picky: () => true },
    take: ({ id }) => id % 2 === 0,
    onRead: () => {},
    onError: () => {},
    monotonic: () => 0,
    closing: new AbortController().signal,
  });
  return { reader, queries };
}

describe("reader", () => {
  test("looks through everything that is there, then searches no further until there may be new rows", async () => {
    const { reader, queries } = createPickyReader([READ_LIMIT, READ_LIMIT, 3]);
    reader.look();
    await expect.poll(() => queries).toHaveLength(3);
    reader.expectMore();
    reader.refill();
    expect(queries).toHaveLength(3);
    reader.look();
    expect(queries).toHaveLength(4);
  });

  test("looks again if asked to while the store was reading", async () => {
    const { reader, queries } = createPickyReader([3, 3]);
    reader.look();
    expect(queries).toHaveLength(1);
    reader.look();
    await expect.poll(() => queries).toHaveLength(2);
    await new Promise(setImmediate);
    expect(queries).toHaveLength(2);
  });

  test("asks without what it holds, until that is written, and without recipients who have enough", async () => {
    const { reader, queries } = createPickyReader([4]);
    reader.look();
    await expect.poll(() => queries).toHaveLength(1);
    await new Promise(setImmediate);
    reader.look();
    reader.forget(2);
    await expect.poll(() => queries).toHaveLength(2);
    expect(queries[0]).toEqual({ limit: READ_LIMIT, held: [], blocked: ["jane"] });
    expect(queries[1]?.held).toEqual([2, 4]);
    await new Promise(setImmediate);
    reader.look();
    expect(queries[2]?.held).toEqual([4]);
  });

  test("rests after a long search before it leaves recipients out again, but not before other reads", async () => {
    let now = 0;
    let full = ["jane"];
    const reads: number[] = [];
    const reader = createReader({
      async pending() {
        reads.push(now);
        now += 50;
        return [];
      },
      full: () => full,
      appetite: { hungry: () => true, picky: () => true },
      take: () => true,
      onRead: () => {},
      onError: () => {},
      monotonic: () => now,
      closing: new AbortController().signal,
    });
    async function lookAt(time: number): Promise<void> {
      now = time;
      reader.look();
      await new Promise(setImmediate);
    }
    for (const time of [0, 60, 499, 500]) await lookAt(time);
    expect(reads).toEqual([0, 500]);
    full = [];
    await lookAt(560);
    expect(reads).toEqual([0, 500, 560]);
  });
});

describe("alarm", () => {
  test("rings once, at the time set last", () => {
    vi.useFakeTimers();
    const rings: number[] = [];
    const alarm = createAlarm(
      () => performance.now(),
      () => rings.push(performance.now() - begun),
    );
    const begun = performance.now();
    alarm.set(begun + 1_000);
    alarm.set(begun + 300);
    alarm.set(begun + 500);
    vi.advanceTimersByTime(5_000);
    expect(rings).toEqual([500]);
    alarm.set(begun + 6_000);
    alarm.set(Infinity);
    vi.advanceTimersByTime(5_000);
    expect(rings).toEqual([500]);
    vi.useRealTimers();
  });
});
