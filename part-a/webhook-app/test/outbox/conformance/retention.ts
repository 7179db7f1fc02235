import { describe, expect, test } from "vitest";
import { DELIVERY_KEY_MS } from "../../../src/outbox/webhook.ts";
import {
  acceptNew,
  DAY_MS,
  newWebhook,
  pendingIds,
  put,
  settleOne,
  type Harness,
  type MakeHarness,
} from "../harness.ts";

/** Prunes until nothing is left to delete; returns the steps. */
async function pruneAll({ outbox, now }: Harness): Promise<number[]> {
  const steps: number[] = [];
  for (;;) {
    const deleted = await outbox.prune(now);
    if (deleted === 0) return steps;
    steps.push(deleted);
  }
}

export function describeRetention(makeHarness: MakeHarness): void {
  describe("prune", () => {
    test("deletes what was settled longer ago than the retention, and nothing else", async () => {
      const harness = await makeHarness({ retentionMs: DAY_MS });
      const [old, buried, recent, pending] = [
        await put(harness),
        await put(harness),
        await put(harness),
        await put(harness),
      ];
      await settleOne(harness, old, "delivered");
      await settleOne(harness, buried, "buried");
      harness.now += 1;
      await settleOne(harness, recent, "delivered");
      harness.now += DAY_MS - 1;
      await pruneAll(harness);
      expect((await harness.outbox.list({ limit: 10 })).map(({ id }) => id)).toEqual([pending, recent]);
    });

    test("never deletes what is pending, however old", async () => {
      const harness = await makeHarness({ retentionMs: DAY_MS });
      const id = await put(harness);
      harness.now += 1_000 * DAY_MS;
      await pruneAll(harness);
      expect(await pendingIds(harness)).toEqual([id]);
    });

    test("counts a notification that was retried by hand from its last settling", async () => {
      const harness = await makeHarness({ retentionMs: DAY_MS });
      const id = await put(harness);
      await settleOne(harness, id, "buried");
      harness.now += 2 * DAY_MS;
      await harness.outbox.retry(id, harness.now);
      await pruneAll(harness);
      await settleOne(harness, id, "delivered");
      await pruneAll(harness);
      expect(await harness.outbox.get(id)).toMatchObject({ state: "delivered" });
    });

    test("deletes in steps of at most 1,000 rows, until 0 says that nothing is left", async () => {
      const harness = await makeHarness({ retentionMs: DAY_MS });
      const ids = await acceptNew(harness, newWebhook(...Array.from({ length: 1_200 }, () => ({}))));
      await harness.outbox.acquireLease("relay", harness.now);
      const batch = ids.map((id) => ({ id, attempts: 1, state: "delivered" as const, reason: null }));
      await harness.outbox.settle("relay", batch, harness.now);
      harness.now += DAY_MS;
      const steps = await pruneAll(harness);
      expect(Math.max(...steps)).toBeLessThanOrEqual(1_000);
      expect(await harness.outbox.list({ limit: 10 })).toEqual([]);
    });

    test("forgets keys that have expired, and keeps those that have not", async () => {
      const harness = await makeHarness({ retentionMs: 0, dedupeWindowMs: DAY_MS });
      const webhook = newWebhook({ meaningKey: "push" });
      const [id = 0] = await acceptNew(harness, webhook);
      await settleOne(harness, id, "delivered");
      harness.now += DELIVERY_KEY_MS - 1;
      // The notification, the meaning and the journal's entry, not the delivery.
      expect(await pruneAll(harness)).toEqual([3]);
      expect((await harness.outbox.accept(webhook, harness.now)).status).toBe("duplicate");
      harness.now += 1;
      // The delivery, and the journal's entry of the second time.
      expect(await pruneAll(harness)).toEqual([2]);
      expect((await harness.outbox.accept(webhook, harness.now)).status).toBe("accepted");
    });
  });
}
