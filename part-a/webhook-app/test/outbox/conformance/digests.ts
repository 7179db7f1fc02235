import { describe, expect, test } from "vitest";
import {
  acceptNew,
  HOUR_MS,
  newWebhook,
  pendingIds,
  put,
  settleOne,
  type Harness,
  type MakeHarness,
} from "../harness.ts";

const DIGEST = { messageId: "digest", text: "three pushes" };

async function store(harness: Harness, ids: number[], given: object = {}, holder = "relay"): Promise<boolean> {
  await harness.outbox.acquireLease("relay", harness.now);
  return harness.outbox.storeDigest(holder, { ...DIGEST, ids, ...given }, harness.now);
}

/** Every row of the store, to show that nothing was written. */
function everything({ outbox }: Harness) {
  return outbox.list({ limit: 100 });
}

export function describeDigests(makeHarness: MakeHarness): void {
  describe("a digest", () => {
    test("is stored at its carrier, durably, and the others are pending but not handed out", async () => {
      const harness = await makeHarness();
      const [carrier = 0, second = 0, other = 0, third = 0] = await acceptNew(harness, newWebhook({}, {}, {}, {}));
      expect(await store(harness, [carrier, second, third])).toBe(true);
      await harness.reopen();

      const [read] = await harness.outbox.pending({ limit: 1, held: [], blocked: [] });
      expect(read).toMatchObject({ id: carrier, digest: DIGEST, digestOf: null, text: "pushed to main" });
      expect(await pendingIds(harness)).toEqual([carrier, other]);
      for (const id of [second, third]) {
        expect(await harness.outbox.get(id)).toMatchObject({ state: "pending", digest: null, digestOf: carrier });
      }
      expect(await harness.outbox.get(other)).toMatchObject({ digest: null, digestOf: null });
    });

    test("has the first one named as its carrier, whatever the ids are", async () => {
      const harness = await makeHarness();
      const [older = 0, newer = 0] = await acceptNew(harness, newWebhook({}, {}));
      expect(await store(harness, [newer, older])).toBe(true);
      expect(await pendingIds(harness)).toEqual([newer]);
      expect(await harness.outbox.get(newer)).toMatchObject({ digest: DIGEST });
    });

    test("is listed and counted by the state of each, the oldest included", async () => {
      const harness = await makeHarness();
      const oldest = await put(harness, { recipient: "joe", sha: "aaa" });
      const receivedOldest = harness.now;
      harness.now += HOUR_MS;
      const [carrier = 0, single = 0] = await acceptNew(harness, newWebhook({ sha: "bbb" }, { sha: "ccc" }));
      const buried = await put(harness);
      await settleOne(harness, buried, "buried");
      await store(harness, [carrier, oldest]);

      const listed = async (query: object) => (await harness.outbox.list({ limit: 10, ...query })).map(({ id }) => id);
      expect(await listed({ state: "pending" })).toEqual([single, carrier, oldest]);
      expect(await listed({ state: "pending", limit: 2 })).toEqual([single, carrier]);
      expect(await listed({ state: "pending", before: carrier })).toEqual([oldest]);
      expect(await listed({ state: "pending", recipient: "joe" })).toEqual([oldest]);
      expect(await listed({ state: "pending", sha: "aaa" })).toEqual([oldest]);
      expect(await listed({ state: "buried" })).toEqual([buried]);
      expect(await harness.outbox.stats()).toEqual({ pending: 3, buried: 1, oldestPendingAt: receivedOldest });
    });

    test("that is stored a second time is the same; another one of them is refused", async () => {
      const harness = await makeHarness();
      const [carrier = 0, member = 0, single = 0] = await acceptNew(harness, newWebhook({}, {}, {}));
      await store(harness, [carrier, member]);
      const before = await everything(harness);
      expect(await store(harness, [carrier, member])).toBe(true);
      expect(await store(harness, [carrier, member], { messageId: "another" })).toBe(false);
      expect(await store(harness, [carrier, member], { text: "other words" })).toBe(false);
      expect(await store(harness, [carrier, member, single])).toBe(false);
      expect(await store(harness, [member, carrier])).toBe(false);
      expect(await store(harness, [member, single], { messageId: "another" })).toBe(false);
      expect(await store(harness, [single, carrier], { messageId: "another" })).toBe(false);
      expect(await everything(harness)).toEqual(before);
    });

    test("that is stored twice at once is stored once, and both calls succeed", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({}, {}, {}));
      const answers = await Promise.all(Array.from({ length: 5 }, () => store(harness, ids)));
      expect(answers).toEqual([true, true, true, true, true]);
      expect(await pendingIds(harness)).toEqual(ids.slice(0, 1));
    });

    test("takes all or nothing: no settled one, no unknown one, none twice, and not none at all", async () => {
      const harness = await makeHarness();
      const [delivered = 0, buried = 0, open = 0] = await acceptNew(harness, newWebhook({}, {}, {}));
      await settleOne(harness, delivered, "delivered");
      await settleOne(harness, buried, "buried");
      const before = await everything(harness);
      for (const ids of [[open, delivered], [buried, open], [open, open + 1], [open, open], []]) {
        expect(await store(harness, ids)).toBe(false);
      }
      expect(await everything(harness)).toEqual(before);
    });

    test("is not stored for a holder that never had the lease, gave it up, or lost it to another", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({}, {}));
      expect(await store(harness, ids, {}, "nobody")).toBe(false);
      await harness.expireLease();
      expect(await harness.outbox.storeDigest("relay", { ...DIGEST, ids }, harness.now)).toBe(false);
      await harness.outbox.acquireLease("new", harness.now);
      expect(await harness.outbox.storeDigest("relay", { ...DIGEST, ids }, harness.now)).toBe(false);
      await harness.outbox.releaseLease("new");
      expect(await harness.outbox.storeDigest("new", { ...DIGEST, ids }, harness.now)).toBe(false);
      expect(await pendingIds(harness)).toEqual(ids);
    });

    test("is confirmed to nobody who has lost the lease, though it is stored", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({}, {}));
      await store(harness, ids);
      await harness.expireLease();
      expect(await harness.outbox.storeDigest("relay", { ...DIGEST, ids }, harness.now)).toBe(false);
    });

    test("may hold hundreds", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook(...Array.from({ length: 800 }, () => ({}))));
      expect(await store(harness, ids)).toBe(true);
      expect(await pendingIds(harness)).toEqual(ids.slice(0, 1));
      expect((await harness.outbox.stats()).pending).toBe(800);
    });
  });
}
