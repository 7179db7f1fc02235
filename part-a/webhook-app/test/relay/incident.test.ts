import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { failed, unavailable } from "./answers.ts";
import { createHarness, createManualDeliver, DELIVERED, HOUR_MS, pass, UNREACHABLE } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Rocket.Chat in trouble", () => {
  test("sends nothing during the pause, then one trial, then everything", async () => {
    const manual = createManualDeliver();
    const { outbox, relay, halt } = createHarness(manual.deliver);
    for (let person = 1; person <= 20; person += 1) outbox.put(`person-${person}`);
    relay.start();
    await pass(0);
    expect(manual.openIds()).toHaveLength(16);
    for (const id of manual.openIds()) await manual.answer(id, UNREACHABLE);
    expect(relay.status().paused?.reason).toBe("unreachable");
    await pass(499);
    expect(manual.openIds()).toEqual([]);
    await pass(1);
    expect(manual.openIds()).toEqual([17]);
    await pass(5_000);
    expect(manual.openIds()).toEqual([17]);
    await manual.answer(17, DELIVERED);
    expect(relay.status().paused).toBeNull();
    expect(manual.openIds()).toHaveLength(16);
    await halt();
  });

  test("trials go through the recipients in turn, so that no single message decides", async () => {
    let down = true;
    const { outbox, relay, sent, halt } = createHarness(async ({ recipient }) =>
      down || recipient === "poison" ? UNREACHABLE : DELIVERED,
    );
    outbox.put("poison");
    outbox.put("jane");
    outbox.put("john");
    relay.start();
    await pass(1_000);
    const failedTogether = sent.length;
    await pass(60_000);
    const trials = sent.slice(failedTogether).map(({ recipient }) => recipient);
    expect(new Set(trials)).toEqual(new Set(["poison", "jane", "john"]));
    down = false;
    await pass(90_000);
    expect(new Set(outbox.concluded().map(({ id }) => id))).toEqual(new Set([2, 3]));
    await halt();
  });

  test("an unavailable attempt does not count and buries nothing", async () => {
    let down = true;
    const { outbox, relay, attempts, halt } = createHarness(async () => (down ? UNREACHABLE : DELIVERED));
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(HOUR_MS);
    expect(outbox.concluded()).toEqual([]);
    expect(outbox.rows.get(id)).toMatchObject({ state: "pending", attempts: 0, reason: "unreachable" });
    expect(attempts.length).toBeGreaterThan(100);
    expect(attempts.every(({ attempt }) => attempt === 1)).toBe(true);
    expect(attempts.slice(0, 3).map(({ retryInMs }) => retryInMs)).toEqual([500, 1_000, 2_000]);
    down = false;
    await pass(30_000);
    expect(outbox.rows.get(id)).toMatchObject({ state: "delivered", attempts: 1 });
    await halt();
  });

  test("keeps quiet exactly until the stated end of a rate limit", async () => {
    let limited = true;
    const { outbox, relay, sent, halt } = createHarness(async (): Promise<DeliveryResult> => {
      if (!limited) return DELIVERED;
      limited = false;
      return unavailable("rate_limited", Date.now() + 37_123);
    });
    outbox.put("jane", 2);
    relay.start();
    await pass(60_000);
    const [first, second, third] = sent.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBe(37_123);
    expect(third).toBe(second);
    await halt();
  });

  test("a message that is retried keeps quiet during the pause too", async () => {
    const timedOut = failed("timeout");
    const { outbox, relay, sent, halt } = createHarness(async ({ recipient }) => {
      if (recipient === "jane") return timedOut;
      return unavailable("rate_limited", Date.now() + 60_000);
    });
    outbox.put("jane");
    outbox.put("john");
    relay.start();
    await pass(0);
    expect(sent).toHaveLength(2);
    await pass(59_999);
    expect(sent).toHaveLength(2);
    await pass(1);
    expect(sent.length).toBeGreaterThan(2);
    await halt();
  });
});
