import { describe, expect, test } from "vitest";
import { put, settleOne, type MakeHarness } from "../harness.ts";

export function describeStats(makeHarness: MakeHarness): void {
  describe("stats", () => {
    test("of an empty outbox are zero", async () => {
      const { outbox } = await makeHarness();
      expect(await outbox.stats()).toEqual({ pending: 0, buried: 0, oldestPendingAt: null });
    });

    test("count pending and buried ones, and show when the oldest pending one was received", async () => {
      const harness = await makeHarness();
      const ids: number[] = [];
      for (let count = 0; count < 4; count += 1) {
        ids.push(await put(harness));
        harness.now += 1_000;
      }
      await settleOne(harness, ids[0] ?? 0, "delivered");
      await settleOne(harness, ids[1] ?? 0, "buried");
      const receivedThird = harness.now - 2_000;
      expect(await harness.outbox.stats()).toEqual({ pending: 2, buried: 1, oldestPendingAt: receivedThird });

      await harness.outbox.retry(ids[1] ?? 0, harness.now);
      expect(await harness.outbox.stats()).toEqual({ pending: 3, buried: 0, oldestPendingAt: receivedThird - 1_000 });
    });
  });
}
