import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LEASE_MS } from "../../src/outbox/outbox.ts";
import { createHarness, createManualDeliver, DELIVERED, pass, UNREACHABLE } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("lease", () => {
  test("only one of two relays sends; the other takes over about a second after the first stopped", async () => {
    const first = createHarness(async () => DELIVERED, { holder: "first" });
    const second = createHarness(async () => DELIVERED, { holder: "second" }, first.outbox);
    first.relay.start();
    second.relay.start();
    const [early = 0] = first.outbox.put("jane");
    await pass(60_000);
    expect([first.sentIds(), second.sentIds()]).toEqual([[early], []]);
    expect([first.relay.status().leader, second.relay.status().leader]).toEqual([true, false]);
    await first.relay.stop(0);
    const [late = 0] = first.outbox.put("jane");
    await pass(1_200);
    expect([first.sentIds(), second.sentIds()]).toEqual([[early], [late]]);
    await second.halt();
  });

  test("gives up what is open, and begins nothing, before a lease that cannot be renewed runs out", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, errors, halt } = createHarness(manual.deliver);
    const [open = 0] = outbox.put("jane", 2);
    relay.start();
    await pass(100);
    outbox.failing.add("acquireLease");
    await pass(LEASE_MS - 1_000);
    expect(relay.status().leader).toBe(false);
    expect(errors.length).toBeGreaterThan(2);
    expect(manual.signals[0]?.aborted).toBe(true);
    await manual.answer(open, DELIVERED);
    await pass(60_000);
    expect(outbox.written).toEqual([]);
    expect(manual.openIds()).toEqual([]);
    outbox.failing.clear();
    await pass(1_200);
    expect(relay.status().leader).toBe(true);
    expect(manual.openIds()).toEqual([open]);
    await halt();
  });

  test("a renewal that hangs does not hide that the lease runs out", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver);
    outbox.put("jane");
    relay.start();
    await pass(100);
    outbox.hanging.add("acquireLease");
    await pass(LEASE_MS);
    expect(relay.status().leader).toBe(false);
    expect(manual.signals[0]?.aborted).toBe(true);
    await halt();
  });

  test("a process that was frozen for longer than the lease sends nothing before it has it again", async () => {
    let frozenMs = 0;
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver, {
      monotonic: () => performance.now() + frozenMs,
      clock: () => Date.now() + frozenMs,
    });
    const [first = 0, second = 0] = outbox.put("jane", 2);
    relay.start();
    await pass(100);
    frozenMs = 60_000;
    outbox.lease = { holder: "somebody else", expiresAt: Date.now() + 63_000 };
    await manual.answer(first, DELIVERED);
    outbox.put("john");
    relay.wake();
    await pass(0);
    expect(manual.openIds()).toEqual([]);
    await pass(2_900);
    expect(manual.openIds()).toEqual([]);
    expect(outbox.written).toEqual([]);
    await pass(5_000);
    expect(manual.openIds()).toContain(first);
    expect(manual.openIds()).not.toContain(second);
    await halt();
  });

  test("a settle that finds the lease lost drops everything held and writes nothing more", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, settled, halt } = createHarness(manual.deliver);
    outbox.put("jane", 2);
    outbox.put("john");
    relay.start();
    await pass(100);
    outbox.lease = { holder: "somebody else", expiresAt: Infinity };
    await manual.answer(1, DELIVERED);
    expect(relay.status().leader).toBe(false);
    await manual.answer(3, DELIVERED);
    await pass(10_000);
    expect(manual.openIds()).toEqual([2]);
    expect(outbox.written).toEqual([]);
    expect(settled).toEqual([]);
    await halt();
  });

  test("the leader records why it sends nothing, and the other reports nothing of its own", async () => {
    const first = createHarness(async () => UNREACHABLE, { holder: "first" });
    const second = createHarness(async () => UNREACHABLE, { holder: "second" }, first.outbox);
    first.relay.start();
    await pass(100);
    second.relay.start();
    first.outbox.put("jane");
    first.relay.wake();
    await pass(4_000);
    const said = await first.outbox.leaseHolder(Date.now());
    expect(said).toMatchObject({ holder: "first", condition: { paused: { reason: "unreachable" }, lanesOnHold: [] } });
    first.outbox.lease = { holder: "somebody else", expiresAt: Date.now() + 60_000 };
    await pass(4_000);
    expect(first.relay.status()).toMatchObject({ leader: false, paused: null });
    expect(second.relay.status()).toMatchObject({ leader: false, paused: null });
    await Promise.all([first.halt(), second.halt()]);
  });

  test("deletes old rows while it leads", async () => {
    const { outbox, relay, halt } = createHarness(async () => DELIVERED);
    relay.start();
    await pass(61_000);
    expect(outbox.pruned).toBeGreaterThan(0);
    await halt();
  });
});
