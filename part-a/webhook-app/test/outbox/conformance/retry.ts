import { describe, expect, test } from "vitest";
import { pendingIds, put, settleOne, type MakeHarness } from "../harness.ts";

export function describeRetry(makeHarness: MakeHarness): void {
  describe("retry", () => {
    test("makes a buried notification pending from now on, as if never tried, in its old place", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      const newer = await put(harness);
      const receivedAt = harness.now;
      await settleOne(harness, id, "buried");
      harness.now += 60_000;

      expect(await harness.outbox.retry(id, harness.now)).toBe(true);
      expect(await harness.outbox.get(id)).toMatchObject({
        state: "pending",
        attempts: 0,
        reason: null,
        settledAt: null,
        receivedAt,
        pendingSince: harness.now,
      });
      expect(await pendingIds(harness)).toEqual([id, newer]);
    });

    test("does nothing to a pending, a delivered or an unknown one", async () => {
      const harness = await makeHarness();
      const [pending, delivered] = [await put(harness), await put(harness)];
      await settleOne(harness, delivered, "delivered");
      for (const id of [pending, delivered, delivered + 1]) {
        const before = await harness.outbox.get(id);
        expect(await harness.outbox.retry(id, harness.now + 1)).toBe(false);
        expect(await harness.outbox.get(id)).toEqual(before);
      }
    });

    test("is not undone by a settlement from before it that is repeated, its answer lost", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await harness.outbox.acquireLease("relay", harness.now);
      const evidence = { operation: "im.create", status: 400, code: null, detail: "no" };
      const settlement = {
        id,
        pendingSince: harness.now,
        attempts: 1,
        state: "buried" as const,
        reason: "unknown_user" as const,
        failedAttempts: [{ at: harness.now, reason: "unknown_user" as const, ...evidence }],
      };
      await harness.outbox.settle("relay", [settlement], harness.now);
      harness.now += 1;
      await harness.outbox.retry(id, harness.now);
      const retried = await harness.outbox.get(id);
      expect(await harness.outbox.settle("relay", [settlement], harness.now)).toBe(true);
      expect(await harness.outbox.get(id)).toEqual(retried);
      expect(retried).toMatchObject({ state: "pending", attempts: 0, failedAttempts: settlement.failedAttempts });

      await harness.outbox.settle("relay", [{ ...settlement, pendingSince: harness.now }], harness.now);
      expect(await harness.outbox.get(id)).toMatchObject({ state: "buried" });
    });

    test("of many at once for the same notification one succeeds", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await settleOne(harness, id, "buried");
      const retried = await Promise.all(Array.from({ length: 10 }, () => harness.outbox.retry(id, harness.now)));
      expect(retried.filter(Boolean)).toHaveLength(1);
    });
  });
}
