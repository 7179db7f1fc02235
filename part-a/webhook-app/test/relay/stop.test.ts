import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHarness, createManualDeliver, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How long a promise takes on the fake clock; Infinity when it is not there after two minutes. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const begun = Date.now();
  let took = Infinity;
  void work.then(() => (took = Date.now() - begun));
  await pass(120_000);
  return took;
}

describe("stop", () => {
  test("waits for open deliveries, begins none, writes the results, and releases the lease", async () => {
    const manual = createManualDeliver();
    const { outbox, relay } = createHarness(manual.deliver);
    outbox.put("jane", 2);
    relay.start();
    await pass(100);
    const stopped = relay.stop(20_000);
    await pass(15_000);
    expect(outbox.lease?.holder).toBe("relay-1");
    await manual.answer(1, DELIVERED);
    await stopped;
    expect(outbox.rows.get(1)).toMatchObject({ state: "delivered" });
    expect(outbox.rows.get(2)).toMatchObject({ state: "pending" });
    expect(manual.openIds()).toEqual([]);
    expect(manual.signals[0]?.aborted).toBe(true);
    expect(outbox.lease).toBeUndefined();
    expect(relay.status().leader).toBe(false);
  });

  test("aborts what is open after the grace; its notification stays pending", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, attempts } = createHarness(manual.deliver);
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(100);
    const stopped = relay.stop(5_000);
    await pass(4_999);
    expect(manual.signals[0]?.aborted).toBe(false);
    await pass(1);
    expect(manual.signals[0]?.aborted).toBe(true);
    await manual.answer(id, DELIVERED);
    await stopped;
    expect(outbox.rows.get(id)).toMatchObject({ state: "pending", attempts: 0 });
    expect(attempts).toEqual([]);
  });

  test.each(["settle", "releaseLease", "pending", "acquireLease"] as const)(
    "ends within the grace and 2 s when the outbox hangs in %s and Rocket.Chat too",
    async (operation) => {
      const manual = createManualDeliver();
      const { outbox, relay } = createHarness(manual.deliver);
      outbox.put("jane", 2);
      outbox.put("john", 2);
      relay.start();
      await pass(100);
      outbox.hanging.add(operation);
      await manual.answer(1, DELIVERED);
      await pass(4_000);
      expect(await timeOf(relay.stop(3_000))).toBeLessThanOrEqual(5_000);
    },
  );

  test("ends in time if the outbox fails, and reports it", async () => {
    const { outbox, relay, errors } = createHarness(async () => DELIVERED);
    relay.start();
    await pass(100);
    outbox.failing.add("releaseLease");
    await relay.stop(0);
    expect(errors).toHaveLength(1);
  });

  test("waits for results to be written, and aborts what is open before that", async () => {
    const manual = createManualDeliver();
    const { outbox, relay } = createHarness(manual.deliver);
    outbox.put("jane");
    outbox.put("john");
    relay.start();
    await pass(100);
    const gate = Promise.withResolvers<void>();
    outbox.settleGate = gate.promise;
    await manual.answer(1, DELIVERED);
    const stopped = relay.stop(1_000);
    await pass(1_000);
    expect(manual.signals[1]?.aborted).toBe(true);
    await pass(500);
    gate.resolve();
    await stopped;
    expect(outbox.rows.get(1)).toMatchObject({ state: "delivered" });
    expect(outbox.lease).toBeUndefined();
  });

  test("may be called twice, and before start, which then does nothing", async () => {
    const { outbox, relay, sentIds } = createHarness(async () => DELIVERED);
    outbox.put("jane");
    await Promise.all([relay.stop(1_000), relay.stop(1_000)]);
    relay.start();
    relay.wake();
    await pass(10_000);
    expect(sentIds()).toEqual([]);
    expect(outbox.lease).toBeUndefined();
  });

  test("does not lead again when the lease comes back during the grace", async () => {
    const manual = createManualDeliver();
    const { outbox, relay } = createHarness(manual.deliver);
    const [id = 0] = outbox.put("jane", 2);
    relay.start();
    await pass(100);
    const stopped = relay.stop(20_000);
    outbox.failing.add("acquireLease");
    await pass(12_000);
    outbox.failing.clear();
    await pass(1_000);
    await manual.answer(id, DELIVERED);
    await pass(20_000);
    await stopped;
    expect(manual.openIds()).toEqual([]);
    expect(outbox.lease).toBeUndefined();
  });
});
