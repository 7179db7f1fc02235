import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHarness, createManualDeliver, DELIVERED, HOUR_MS, pass, UNREACHABLE } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("expiry", () => {
  test("buries what is too old without sending it, and sends what is just young enough", async () => {
    const { outbox, relay, sentIds, settled, attempts, halt } = createHarness(async () => DELIVERED, {
      maxAgeMs: 1_000,
    });
    const [old = 0] = outbox.put("jane", 1, { pendingSince: Date.now() - 1_001, attempts: 2 });
    const [young = 0] = outbox.put("jane", 1, { pendingSince: Date.now() - 1_000 });
    relay.start();
    await pass(20);
    expect(sentIds()).toEqual([young]);
    expect(outbox.rows.get(old)).toMatchObject({ state: "buried", reason: "expired", attempts: 2 });
    expect(new Set(settled.map(({ notification }) => notification.id))).toEqual(new Set([old, young]));
    expect(attempts).toHaveLength(1);
    await halt();
  });

  test("buries what expires while it waits behind another one", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver, { maxAgeMs: 5_000 });
    const [first = 0, second = 0] = outbox.put("jane", 2);
    relay.start();
    await pass(6_000);
    await manual.answer(first, DELIVERED);
    expect(outbox.rows.get(first)).toMatchObject({ state: "delivered" });
    await pass(20);
    expect(outbox.rows.get(second)).toMatchObject({ state: "buried", reason: "expired" });
    await halt();
  });

  test("counts from when it last became pending, not from its receipt", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => DELIVERED, { maxAgeMs: 1_000 });
    const ids = outbox.put("jane", 1, { receivedAt: Date.now() - HOUR_MS });
    relay.start();
    await pass(0);
    expect(sentIds()).toEqual(ids);
    await halt();
  });

  test("an outage longer than the maximum age drains a long backlog to buried, in batches", async () => {
    let down = true;
    const { outbox, relay, sent, halt } = createHarness(async () => (down ? UNREACHABLE : DELIVERED), {
      maxAgeMs: HOUR_MS,
    });
    for (let person = 0; person < 3; person += 1) outbox.put(`person-${person}`, 3_000);
    relay.start();
    await pass(HOUR_MS);
    expect(outbox.concluded()).toEqual([]);
    const sentBefore = sent.length;
    const batchesBefore = outbox.batchSizes.length;
    await pass(1_000);
    expect(outbox.concluded()).toHaveLength(9_000);
    expect(new Set(outbox.concluded().map(({ reason }) => reason))).toEqual(new Set(["expired"]));
    expect(outbox.batchSizes.slice(batchesBefore).length).toBeLessThan(100);
    expect(sent.length - sentBefore).toBeLessThanOrEqual(1);
    down = false;
    const [news = 0] = outbox.put("person-0");
    await pass(60_000);
    expect(outbox.rows.get(news)).toMatchObject({ state: "delivered" });
    expect(relay.status().paused).toBeNull();
    await halt();
  });
});
