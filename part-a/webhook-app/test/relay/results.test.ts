import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { failed, rejected } from "./answers.ts";
import { createHarness, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FAILED: DeliveryResult = failed("server_error");

describe("results", () => {
  test("a delivered notification is written and told with the time of the write", async () => {
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

  test("a failed notification is tried 5 times, 0.5, 1, 2 and 4 s apart, then buried; only its recipient waits", async () => {
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
    await pass(20_000);
    const times = sent.filter(({ id }) => id === poison).map(({ at }) => at);
    expect(times.map((time, index) => time - (times[index - 1] ?? time))).toEqual([0, 500, 1_000, 2_000, 4_000]);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "buried", attempts: 5, reason: "server_error" });
    expect(settled.filter(({ notification }) => notification.id === poison)).toHaveLength(1);
    expect(
      attempts.filter((attempt) => attempt.result === FAILED).map(({ attempt, retryInMs }) => [attempt, retryInMs]),
    ).toEqual([
      [1, 500],
      [2, 1_000],
      [3, 2_000],
      [4, 4_000],
      [5, undefined],
    ]);
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

  test("attempts that an earlier process stored count on", async () => {
    const { outbox, relay, sentIds, halt } = createHarness(async () => FAILED);
    const [id = 0] = outbox.put("jane", 1, { attempts: 3, reason: "timeout" });
    relay.start();
    await pass(20_000);
    expect(sentIds()).toEqual([id, id]);
    expect(outbox.rows.get(id)).toMatchObject({ state: "buried", attempts: 5 });
    await halt();
  });

  test("an exception out of a delivery is told and counts against its message alone", async () => {
    const defect = new TypeError("cannot read properties of undefined");
    const { outbox, relay, errors, halt } = createHarness(async ({ recipient }) => {
      if (recipient === "jane") throw defect;
      return DELIVERED;
    });
    const [poison = 0] = outbox.put("jane");
    const [other = 0] = outbox.put("john");
    relay.start();
    await pass(20_000);
    expect(errors).toEqual([defect, defect, defect, defect, defect]);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "buried", attempts: 5 });
    expect(outbox.rows.get(other)).toMatchObject({ state: "delivered" });
    await halt();
  });
});
