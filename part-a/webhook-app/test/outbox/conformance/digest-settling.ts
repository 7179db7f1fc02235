import { describe, expect, test } from "vitest";
import type { Settlement } from "../../../src/outbox/notification.ts";
import { acceptNew, DAY_MS, newWebhook, pendingIds, type Harness, type MakeHarness } from "../harness.ts";

interface Joined {
  carrier: number;
  members: [number, number];
}

/** Three notifications of one person in a digest; the relay has the lease. */
async function join(harness: Harness, name = "digest"): Promise<Joined> {
  const ids = await acceptNew(harness, newWebhook({}, {}, {}));
  const [carrier = 0, first = 0, second = 0] = ids;
  await harness.outbox.acquireLease("relay", harness.now);
  await harness.outbox.storeDigest("relay", { messageId: name, text: "three pushes", ids }, harness.now);
  return { carrier, members: [first, second] };
}

function delivered(id: number): Settlement {
  return { id, attempts: 1, state: "delivered", reason: null };
}

function buried(id: number): Settlement {
  return { id, attempts: 6, state: "buried", reason: "expired" };
}

function settle({ outbox, now }: Harness, ...settlements: Settlement[]): Promise<boolean> {
  return outbox.settle("relay", settlements, now);
}

export function describeDigestSettling(makeHarness: MakeHarness): void {
  describe("settling a digest", () => {
    test("settles all of it with its carrier, durably, and nothing else", async () => {
      const harness = await makeHarness();
      const [told, other] = [await join(harness, "told"), await join(harness, "other")];
      const [single = 0] = await acceptNew(harness, newWebhook({}));
      harness.now += 5;
      expect(await settle(harness, delivered(told.carrier))).toBe(true);
      await harness.reopen();

      const row = { state: "delivered", reason: null, settledAt: harness.now };
      for (const id of told.members) {
        expect(await harness.outbox.get(id)).toMatchObject({ ...row, digestOf: told.carrier });
      }
      expect(await harness.outbox.get(told.carrier)).toMatchObject({ ...row, digest: { messageId: "told" } });
      expect(await pendingIds(harness)).toEqual([other.carrier, single]);
      expect(await harness.outbox.stats()).toMatchObject({ pending: 4, buried: 0 });
    });

    test("buries all of it for the carrier's reason, each with its own attempts", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      await settle(harness, buried(carrier));
      for (const id of members) {
        const row = { state: "buried", reason: "expired", settledAt: harness.now, attempts: 0 };
        expect(await harness.outbox.get(id)).toMatchObject(row);
      }
      expect(await harness.outbox.stats()).toEqual({ pending: 0, buried: 3, oldestPendingAt: null });
    });

    test("keeps it together when a try failed", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      const before = await harness.outbox.get(members[0]);
      await settle(harness, { id: carrier, attempts: 1, state: "pending", reason: "timeout" });
      expect(await harness.outbox.get(carrier)).toMatchObject({ attempts: 1, digest: { messageId: "digest" } });
      expect(await harness.outbox.get(members[0])).toEqual(before);
      expect(await pendingIds(harness)).toEqual([carrier]);
    });

    test("does one of each, and ordinary ones, in one batch", async () => {
      const harness = await makeHarness();
      const [told, given, failed] = [await join(harness, "a"), await join(harness, "b"), await join(harness, "c")];
      const [single = 0] = await acceptNew(harness, newWebhook({}));
      const retried: Settlement = { id: failed.carrier, attempts: 1, state: "pending", reason: "server_error" };
      await settle(harness, delivered(told.carrier), retried, delivered(single), buried(given.carrier));
      const states = async (ids: number[]) => Promise.all(ids.map(async (id) => (await harness.outbox.get(id))?.state));
      expect(await states(told.members)).toEqual(["delivered", "delivered"]);
      expect(await states(given.members)).toEqual(["buried", "buried"]);
      expect(await states(failed.members)).toEqual(["pending", "pending"]);
      expect(await states([single])).toEqual(["delivered"]);
    });

    test("changes nothing when it is repeated", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      await settle(harness, delivered(carrier));
      const before = await harness.outbox.get(members[1]);
      harness.now += 1;
      expect(await settle(harness, buried(carrier))).toBe(true);
      expect(await harness.outbox.get(members[1])).toEqual(before);
    });

    test("writes nothing, for the others neither, when the lease is lost", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      const before = await harness.outbox.list({ limit: 10 });
      await harness.expireLease();
      expect(await settle(harness, delivered(carrier))).toBe(false);
      await harness.outbox.acquireLease("new", harness.now);
      expect(await settle(harness, delivered(carrier), delivered(members[0]))).toBe(false);
      expect(await harness.outbox.list({ limit: 10 })).toEqual(before);
    });
  });

  describe("retrying one of a buried digest", () => {
    test("sends the carrier alone, as itself; the others stay buried", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      const others = async () => Promise.all(members.map((id) => harness.outbox.get(id)));
      await settle(harness, buried(carrier));
      const before = await others();
      expect(await harness.outbox.retry(carrier, harness.now)).toBe(true);
      const [read] = await harness.outbox.pending({ limit: 10, held: [], blocked: [] });
      expect(read).toMatchObject({ id: carrier, digest: null, digestOf: null, attempts: 0 });
      await settle(harness, delivered(carrier));
      expect(await others()).toEqual(before);
    });

    test("sends another of it alone, as itself; the rest stays buried", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      await settle(harness, buried(carrier));
      expect(await harness.outbox.retry(members[1], harness.now)).toBe(true);
      expect(await harness.outbox.pending({ limit: 10, held: [], blocked: [] })).toMatchObject([
        { id: members[1], digest: null, digestOf: null },
      ]);
      expect(await harness.outbox.stats()).toMatchObject({ pending: 1, buried: 2 });
    });

    test("lets it be joined again with others", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness);
      await settle(harness, buried(carrier));
      const ids = [carrier, members[0]];
      for (const id of ids) await harness.outbox.retry(id, harness.now);
      const again = { messageId: "again", text: "two pushes", ids };
      expect(await harness.outbox.storeDigest("relay", again, harness.now)).toBe(true);
      expect(await pendingIds(harness)).toEqual([carrier]);
    });
  });

  test("a digest is deleted past its retention, and never while it is pending", async () => {
    const harness = await makeHarness({ retentionMs: DAY_MS });
    const [told, open] = [await join(harness, "told"), await join(harness, "open")];
    await settle(harness, delivered(told.carrier));
    harness.now += DAY_MS;
    while ((await harness.outbox.prune(harness.now)) > 0);
    const left = (await harness.outbox.list({ limit: 10 })).map(({ id }) => id);
    expect(left).toEqual([open.carrier, ...open.members].toReversed());
  });

  describe("dissolving a digest", () => {
    test("makes each of it pending by itself again, durably, and can be repeated; others stay", async () => {
      const harness = await makeHarness();
      const [undone, other] = [await join(harness, "undone"), await join(harness, "other")];
      for (const _ of [1, 2]) {
        expect(await harness.outbox.dissolveDigest("relay", undone.carrier, harness.now)).toBe(true);
      }
      await harness.reopen();
      expect(await pendingIds(harness)).toEqual([undone.carrier, ...undone.members, other.carrier]);
      for (const id of [undone.carrier, ...undone.members]) {
        expect(await harness.outbox.get(id)).toMatchObject({ digest: null, digestOf: null, state: "pending" });
      }
    });

    test("is refused to whoever has lost the lease", async () => {
      const harness = await makeHarness();
      const { carrier } = await join(harness);
      expect(await harness.outbox.dissolveDigest("another", carrier, harness.now)).toBe(false);
      expect(await pendingIds(harness)).toEqual([carrier]);
    });

    test("leaves a settled digest unchanged", async () => {
      const harness = await makeHarness();
      const { carrier, members } = await join(harness, "told");
      await settle(harness, delivered(carrier));
      expect(await harness.outbox.dissolveDigest("relay", carrier, harness.now)).toBe(true);
      expect(await harness.outbox.get(carrier)).toMatchObject({ state: "delivered", digest: { messageId: "told" } });
      expect(await harness.outbox.get(members[0])).toMatchObject({ state: "delivered", digestOf: carrier });
    });
  });
}
