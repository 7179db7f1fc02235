import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { failed, rejected } from "./answers.ts";
import { createHarness, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FAILED: DeliveryResult = failed("server_error");

describe("results", () => {
  test("a delivered notification is written and reported with the time of the write", async () => {
    const { outbox, relay, settled, attempts, halt } = createHarness(async () => DELIVERED);
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(1_000);
    expect(outbox.rows.get(id)).toMatchObject({ state: "delivered", attempts: 1, reason: null });
    expect(settled).toHaveLength(1);
    expect(settled[0]?.now).toBe(outbox.rows.get(id)?.settledAt);
    expect(attempts).toMatchObject([{ notification: { id }, result: DELIVERED, attempt: 1 }]);
    expect(attempts[0]).not.toHaveProperty("retryInMs");
    await halt();
  });

  test("a rejected notification is buried at once with its reason, and the recipient's next one is sent", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async ({ id }) =>
      id === 1 ? rejected("message_rejected") : DELIVERED,
    );
    outbox.put("jane", 2);
    relay.start();
    await pass(20);
    expect(sentIds()).toEqual([1, 2]);
    expect(outbox.rows.get(1)).toMatchObject({ state: "buried", attempts: 1, reason: "message_rejected" });
    expect(outbox.rows.get(2)).toMatchObject({ state: "delivered" });
    await halt();
  });

  test("one that fails while others get through is tried 6 times, then buried; only its recipient waits", async () => {
    const { outbox, relay, sent, settled, attempts, halt } = createHarness(async ({ recipient }) =>
      recipient === "jane" ? FAILED : DELIVERED,
    );
    const [poison = 0] = outbox.put("jane");
    relay.start();
    await pass(100);
    outbox.put("john", 3);
    await pass(200);
    expect(sent.map(({ recipient }) => recipient)).toEqual(["jane", "john", "john", "john"]);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "pending", attempts: 1, reason: "server_error" });
    await pass(400_000);
    const times = sent.filter(({ id }) => id === poison).map(({ at }) => at);
    const waits = times.map((time, index) => time - (times[index - 1] ?? time));
    expect(waits).toEqual([0, 500, 2_000, 10_000, 60_000, 300_000]);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "buried", attempts: 6, reason: "server_error" });
    expect(settled.filter(({ notification }) => notification.id === poison)).toHaveLength(1);
    expect(
      attempts.filter((attempt) => attempt.result === FAILED).map(({ attempt, retryInMs }) => [attempt, retryInMs]),
    ).toEqual([...waits.slice(1).map((wait, index) => [index + 1, wait]), [6, undefined]]);
    await halt();
  });

  test("a failed notification stays before its recipient's next one", async () => {
    let failures = 2;
    const { outbox, relay, sentIds, halt } = createHarness(async ({ id }) =>
      id === 1 && failures-- > 0 ? FAILED : DELIVERED,
    );
    outbox.put("jane", 3);
    relay.start();
    await pass(10_000);
    expect(sentIds()).toEqual([1, 1, 1, 2, 3]);
    expect(outbox.rows.get(1)).toMatchObject({ state: "delivered", attempts: 3, reason: null });
    await halt();
  });

  test("attempts that an earlier process stored are counted on, and no blame: nobody knows what it saw", async () => {
    const { outbox, relay, halt } = createHarness(async ({ id }) => (id === 1 ? FAILED : DELIVERED));
    const [id = 0] = outbox.put("jane", 1, { attempts: 5, reason: "timeout" });
    relay.start();
    await pass(100);
    outbox.put("john");
    await pass(1_000);
    expect(outbox.rows.get(id)).toMatchObject({ state: "pending", attempts: 7 });
    await halt();
  });

  test("an exception from a delivery is reported and counts only against its message", async () => {
    const defect = new TypeError("cannot read properties of undefined");
    const { outbox, relay, errors, halt } = createHarness(async ({ recipient }) => {
      if (recipient === "jane") throw defect;
      return DELIVERED;
    });
    const [poison = 0] = outbox.put("jane");
    const [other = 0] = outbox.put("john");
    relay.start();
    await pass(20);
    const [later = 0] = outbox.put("john");
    await pass(400_000);
    expect(errors).toEqual(Array.from({ length: 6 }, () => defect));
    expect(outbox.rows.get(poison)).toMatchObject({ state: "buried", attempts: 6 });
    for (const id of [other, later]) expect(outbox.rows.get(id)).toMatchObject({ state: "delivered" });
    await halt();
  });
});
