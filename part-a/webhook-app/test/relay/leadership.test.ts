import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LEASE_MS } from "../../src/outbox/outbox.ts";
import type { Leader } from "../../src/relay/leader.ts";
import { createLeadership } from "../../src/relay/leadership.ts";
import { unavailable } from "./answers.ts";
import { createHarness, createManualDeliver, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("leadership", () => {
  test("what could not be written before the lease was lost is not written afterwards", async () => {
    const { outbox, relay, halt } = createHarness(async () => DELIVERED);
    outbox.put("jane");
    outbox.failing.add("settle");
    relay.start();
    await pass(100);
    outbox.failing.add("acquireLease");
    await pass(LEASE_MS);
    const calls = outbox.settleCalls;
    outbox.failing.delete("settle");
    await pass(10_000);
    expect(calls).toBeGreaterThan(5);
    expect(outbox.settleCalls).toBe(calls);
    await halt();
  });

  test("a new one begins only when the deliveries of the former one have ended", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, sentIds, halt } = createHarness(manual.deliver);
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(100);
    outbox.failing.add("acquireLease");
    await pass(LEASE_MS);
    outbox.failing.clear();
    await pass(5_000);
    expect(relay.status().leader).toBe(true);
    expect(sentIds()).toEqual([id]);
    await manual.answer(id, DELIVERED);
    expect(sentIds()).toEqual([id, id]);
    await halt();
  });

  test("a pause of a former one is over if somebody else led meanwhile, and is not reported", async () => {
    let isDown = true;
    const ended: string[] = [];
    const onResume = ({ reason }: { reason: string }) => void ended.push(reason);
    const deliver = async () => (isDown ? unavailable("unreachable") : DELIVERED);
    const { outbox, relay, halt } = createHarness(deliver, { onResume });
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(1_000);
    expect(relay.status().paused).not.toBeNull();
    outbox.lease = { holder: "somebody else", expiresAt: Date.now() + 3_600_000 };
    await pass(LEASE_MS);
    isDown = false;
    await outbox.settle("somebody else", [{ id, attempts: 1, state: "delivered", reason: null }], Date.now());
    await pass(3_600_000);
    expect(relay.status()).toMatchObject({ leader: true, paused: null });
    expect(await outbox.leaseHolder(Date.now())).toMatchObject({ condition: { paused: null } });
    expect(ended).toEqual(["unreachable"]);
    await halt();
  });

  test("a pause that Rocket.Chat asked for outlives it", async () => {
    const limitedUntil = Date.now() + 60_000;
    const { outbox, relay, sent, halt } = createHarness(async () =>
      Date.now() < limitedUntil ? unavailable("rate_limited", limitedUntil) : DELIVERED,
    );
    outbox.put("jane");
    relay.start();
    await pass(100);
    outbox.failing.add("acquireLease");
    await pass(LEASE_MS);
    outbox.failing.clear();
    await pass(60_000);
    expect(sent.map(({ at }) => at >= limitedUntil)).toEqual([false, true]);
    await halt();
  });

  test("one that was lost again while it waited for the former one never starts", async () => {
    const started: number[] = [];
    const ends: (() => void)[] = [];
    let made = 0;
    const leadership = createLeadership(() => {
      const number = (made += 1);
      const end = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
      return { start: () => started.push(number), end } as unknown as Leader;
    });
    leadership.begin();
    await pass(0);
    void leadership.end();
    leadership.begin();
    void leadership.end();
    leadership.begin();
    await pass(0);
    expect(started).toEqual([1]);
    for (const end of ends) end();
    await pass(0);
    expect(started).toEqual([1, 3]);
  });
});
