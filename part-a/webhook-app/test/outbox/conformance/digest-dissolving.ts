import { describe, expect, test } from "vitest";
import { acceptNew, newWebhook, pendingIds, type Harness, type MakeHarness } from "../harness.ts";

/** A digest of three, whose carrier is the first; the relay has the lease. */
async function join(harness: Harness, messageId = "digest"): Promise<number[]> {
  const ids = await acceptNew(harness, newWebhook({}, {}, {}));
  await harness.outbox.acquireLease("relay", harness.now);
  await harness.outbox.storeDigest("relay", { messageId, text: "three pushes", ids }, harness.now);
  return ids;
}

export function describeDigestDissolving(makeHarness: MakeHarness): void {
  describe("dissolving a digest", () => {
    test("makes each of it pending by itself, durably, and leaves other digests alone", async () => {
      const harness = await makeHarness();
      const [ids, [other = 0]] = [await join(harness, "one"), await join(harness, "other")];
      const before = await Promise.all(ids.map((id) => harness.outbox.get(id)));
      expect(await harness.outbox.dissolveDigest("relay", ids[0] ?? 0, harness.now)).toBe(true);
      await harness.reopen();
      const alone = before.map((row) => ({ ...row, digest: null, digestOf: null }));
      expect(await Promise.all(ids.map((id) => harness.outbox.get(id)))).toEqual(alone);
      expect(await pendingIds(harness)).toEqual([...ids, other]);
    });

    test("may be repeated, and does nothing to what is in no digest or settled", async () => {
      const harness = await makeHarness();
      const [carrier = 0, ...members] = await join(harness);
      await harness.outbox.dissolveDigest("relay", carrier, harness.now);
      expect(await harness.outbox.dissolveDigest("relay", carrier, harness.now)).toBe(true);
      const [told = 0] = await join(harness, "told");
      await harness.outbox.settle("relay", [{ id: told, attempts: 1, state: "delivered", reason: null }], harness.now);
      const before = await harness.outbox.list({ limit: 10 });
      expect(await harness.outbox.dissolveDigest("relay", told, harness.now)).toBe(true);
      expect(await harness.outbox.list({ limit: 10 })).toEqual(before);
      expect(await pendingIds(harness)).toEqual([carrier, ...members]);
    });

    test("writes nothing for a holder that has lost the lease", async () => {
      const harness = await makeHarness();
      const [carrier = 0] = await join(harness);
      const before = await harness.outbox.list({ limit: 10 });
      expect(await harness.outbox.dissolveDigest("nobody", carrier, harness.now)).toBe(false);
      await harness.expireLease();
      expect(await harness.outbox.dissolveDigest("relay", carrier, harness.now)).toBe(false);
      expect(await harness.outbox.list({ limit: 10 })).toEqual(before);
    });
  });
}
