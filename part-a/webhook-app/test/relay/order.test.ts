import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHarness, createManualDeliver, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("order", () => {
  test("sends a recipient's next notification only after the former one's result is known", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver);
    const [first = 0, second = 0] = outbox.put("jane", 2);
    const [other = 0] = outbox.put("john");
    relay.start();
    await pass(1_000);
    expect(manual.openIds()).toEqual([first, other]);
    await manual.answer(first, DELIVERED);
    expect(manual.openIds()).toEqual([other, second]);
    await halt();
  });

  test("sends a smaller id that turned up late before the larger ones that wait", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver);
    const [open = 0, late = 0, last = 0] = outbox.put("jane", 3);
    outbox.hide(late);
    relay.start();
    await pass(1_000);
    outbox.show(late);
    await pass(1_000);
    await manual.answer(open, DELIVERED);
    expect(manual.openIds()).toEqual([late]);
    await manual.answer(late, DELIVERED);
    expect(manual.openIds()).toEqual([last]);
    await halt();
  });

  test("opens no more deliveries than allowed, and fills a slot as soon as it is free", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver, { concurrency: 3 });
    for (let person = 0; person < 10; person += 1) outbox.put(`person-${person}`);
    relay.start();
    await pass(1_000);
    expect(manual.openIds()).toEqual([1, 2, 3]);
    await manual.answer(2, DELIVERED);
    expect(manual.openIds()).toEqual([1, 3, 4]);
    await halt();
  });

  test("lets recipients take turns", async () => {
    const { outbox, relay, sent, halt } = createHarness(async () => DELIVERED, { concurrency: 1 });
    outbox.put("jane", 3);
    outbox.put("john", 3);
    relay.start();
    await pass(1_000);
    expect(sent.map(({ recipient }) => recipient)).toEqual(["jane", "john", "jane", "john", "jane", "john"]);
    await halt();
  });

  test("delivers to others at once while one recipient has 5,000 pending", async () => {
    const { outbox, relay, sent, halt } = createHarness(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return DELIVERED;
    });
    outbox.put("flooded", 5_000);
    relay.start();
    await pass(1_000);
    const [newcomer = 0] = outbox.put("newcomer");
    const before = sent.length;
    relay.wake();
    await pass(100);
    const sentToNewcomer = sent.findIndex(({ id }) => id === newcomer);
    expect(sentToNewcomer).toBeGreaterThan(0);
    expect(sentToNewcomer - before).toBeLessThan(5);
    await pass(60_000);
    expect(outbox.written).toHaveLength(5_001);
    await halt();
  });

  test("holds a bounded number of rows however many are pending", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver);
    for (let person = 0; person < 50; person += 1) outbox.put(`person-${person}`, 400);
    relay.start();
    await pass(5_000);
    const mostHeld = Math.max(...outbox.reads.map(({ held }) => held.length));
    expect(mostHeld).toBeLessThanOrEqual(2_048);
    await halt();
  });
});

describe("reading", () => {
  test("finds what a webhook committed when woken, without waiting for the next look", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => DELIVERED, { pollMs: 60_000 });
    relay.start();
    await pass(1_000);
    const ids = outbox.put("jane");
    relay.wake();
    await pass(0);
    expect(sentIds()).toEqual(ids);
    await halt();
  });

  test("finds what other replicas committed without being woken", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => DELIVERED, { pollMs: 200 });
    relay.start();
    await pass(1_000);
    const ids = outbox.put("jane");
    await pass(200);
    expect(sentIds()).toEqual(ids);
    await halt();
  });

  test("continues after the outbox could not be read", async () => {
    const { outbox, relay, sentIds, errors, halt } = createHarness(async () => DELIVERED);
    const ids = outbox.put("jane");
    outbox.failing.add("pending");
    relay.start();
    await pass(1_000);
    expect(sentIds()).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
    outbox.failing.clear();
    await pass(200);
    expect(sentIds()).toEqual(ids);
    await halt();
  });
});
