import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { createSettler } from "../../src/relay/settler.ts";
import type { Settled } from "../../src/relay/settler.ts";
import { failed } from "./answers.ts";
import { createHarness, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("settling", () => {
  test("what comes while a write is under way goes into the next one, up to 500 at once", async () => {
    const { outbox, relay, halt } = createHarness(async () => DELIVERED);
    const gate = Promise.withResolvers<void>();
    outbox.settleGate = gate.promise;
    for (let person = 0; person < 1_101; person += 1) outbox.put(`person-${person}`);
    relay.start();
    await pass(1_000);
    expect(outbox.batchSizes).toEqual([]);
    gate.resolve();
    await pass(20);
    expect(outbox.batchSizes).toEqual([1, 500, 500, 100]);
    await halt();
  });

  test("the first result is written at once, and of many that follow one by one several at a time", async () => {
    let sent = 0;
    const { outbox, relay, halt } = createHarness(async () => {
      await new Promise((resolve) => setTimeout(resolve, (sent += 1)));
      return DELIVERED;
    });
    for (let person = 0; person < 16; person += 1) outbox.put(`person-${person}`);
    relay.start();
    await pass(2);
    expect(outbox.batchSizes).toEqual([1]);
    await pass(100);
    expect(outbox.written).toHaveLength(16);
    expect(outbox.batchSizes.length).toBeLessThan(5);
    await halt();
  });

  test("a write that failed is repeated, and nothing is sent again because of it", async () => {
    const { outbox, relay, sentIds, settled, errors, halt } = createHarness(async () => DELIVERED);
    outbox.put("jane", 20);
    outbox.failing.add("settle");
    relay.start();
    await pass(5_000);
    expect(errors.length).toBeGreaterThan(5);
    expect(errors.length).toBeLessThan(15);
    expect(settled).toEqual([]);
    outbox.failing.clear();
    await pass(1_000);
    expect(sentIds()).toHaveLength(20);
    expect(settled).toHaveLength(20);
    await halt();
  });

  test("sending comes to a halt while nothing can be written", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => DELIVERED);
    for (let person = 0; person < 100; person += 1) outbox.put(`person-${person}`, 100);
    outbox.failing.add("settle");
    relay.start();
    await pass(6_000);
    expect(sentIds().length).toBeLessThan(3_000);
    outbox.failing.clear();
    await pass(5_000);
    expect(new Set(sentIds()).size).toBe(10_000);
    expect(sentIds()).toHaveLength(10_000);
    await halt();
  });

  test("sending continues as soon as held results could be written", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => DELIVERED, { pollMs: 3_600_000 });
    for (let person = 0; person < 100; person += 1) outbox.put(`person-${person}`, 100);
    const gate = Promise.withResolvers<void>();
    outbox.settleGate = gate.promise;
    relay.start();
    await pass(1_000);
    expect(sentIds().length).toBeLessThan(3_000);
    gate.resolve();
    await pass(100);
    expect(sentIds()).toHaveLength(10_000);
    await halt();
  });

  test("a later result replaces an earlier one that is not written yet: no batch names an id twice", async () => {
    let failures = 1;
    const { outbox, relay, halt } = createHarness(async ({ recipient }): Promise<DeliveryResult> =>
      recipient === "jane" && failures-- > 0 ? failed("timeout") : DELIVERED,
    );
    const gate = Promise.withResolvers<void>();
    outbox.settleGate = gate.promise;
    outbox.put("john");
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(1_000);
    gate.resolve();
    await pass(20);
    expect(outbox.written.filter((settlement) => settlement.id === id)).toEqual([
      { id, pendingSince: expect.any(Number), attempts: 2, state: "delivered", reason: null },
    ]);
    await halt();
  });

  test("an earlier result whose write failed does not overwrite a later one", async () => {
    let failures = 1;
    const { outbox, relay, halt } = createHarness(async (): Promise<DeliveryResult> =>
      failures-- > 0 ? failed("timeout") : DELIVERED,
    );
    const [id = 0] = outbox.put("jane");
    const gate = Promise.withResolvers<void>();
    outbox.settleGate = gate.promise;
    relay.start();
    await pass(1_000);
    gate.reject(new Error("connection lost"));
    outbox.settleGate = undefined;
    await pass(1_000);
    expect(outbox.rows.get(id)).toMatchObject({ state: "delivered", attempts: 2 });
    expect(outbox.written).toHaveLength(1);
    await halt();
  });
});

/** A settler whose write the test decides, with one entry in it. */
function createBusySettler(write: () => Promise<boolean>) {
  const told: string[] = [];
  const settler = createSettler({
    write,
    onWritten: () => told.push("written"),
    onLost: () => told.push("lost"),
    onError: () => told.push("error"),
    clock: Date.now,
  });
  const settlement = { id: 1, attempts: 1, state: "delivered", reason: null } as const;
  settler.add({ notification: {} as Settled["notification"], settlement });
  return { settler, told };
}

describe("dropping what waits to be written", () => {
  test("ends the wait for a repetition at once and leaves no timer", async () => {
    const { settler, told } = createBusySettler(() => Promise.reject(new Error("no connection")));
    await pass(700);
    expect(told).toEqual(["error", "error"]);
    settler.drop();
    await settler.idle();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    [true, ["written"]],
    [false, []],
  ])(
    "a write under way may still tell that it was done, but not that a later lease is lost (%s)",
    async (answer, expected) => {
      const gate = Promise.withResolvers<boolean>();
      const { settler, told } = createBusySettler(() => gate.promise);
      settler.drop();
      gate.resolve(answer);
      await settler.idle();
      expect(told).toEqual(expected);
    },
  );
});
