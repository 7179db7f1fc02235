import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { EVIDENCE, failed, rejected, unavailable, withheld } from "./answers.ts";
import { createHarness, DELIVERED, HOUR_MS, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what was said about failed attempts", () => {
  test.each([failed("timeout"), withheld("not_permitted"), rejected("unknown_user"), unavailable("tls")] as Extract<
    DeliveryResult,
    { reason: string }
  >[])("is stored with the notification: $status", async (result) => {
    const { outbox, relay, halt } = createHarness(async () => result);
    const [id = 0] = outbox.put("jane");
    const at = Date.now();
    relay.start();
    await pass(20);
    expect(outbox.rows.get(id)).toMatchObject({
      reason: result.reason,
      failedAttempts: [{ at, reason: result.reason, ...EVIDENCE }],
    });
    await halt();
  });

  test("the last ten of them, and they stay when it is delivered", async () => {
    let down = true;
    const { outbox, relay, attempts, halt } = createHarness(async () =>
      down ? unavailable("unreachable") : DELIVERED,
    );
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(HOUR_MS);
    down = false;
    await pass(30_000);
    const row = outbox.rows.get(id);
    expect(row).toMatchObject({ state: "delivered", attempts: 1, reason: null });
    expect(row?.failedAttempts).toHaveLength(10);
    expect(attempts.length).toBeGreaterThan(100);
    expect(row?.failedAttempts[9]?.at).toBeGreaterThan(HOUR_MS - 60_000 + (row?.receivedAt ?? 0));
    await halt();
  });

  test("goes on from what an earlier process stored", async () => {
    const former = { at: 1, reason: "timeout", ...EVIDENCE } as const;
    const { outbox, relay, halt } = createHarness(async () => withheld("encrypted_room"));
    const [id = 0] = outbox.put("jane", 1, { failedAttempts: [former] });
    relay.start();
    await pass(20);
    expect(outbox.rows.get(id)?.failedAttempts).toMatchObject([former, { reason: "encrypted_room" }]);
    await halt();
  });
});
