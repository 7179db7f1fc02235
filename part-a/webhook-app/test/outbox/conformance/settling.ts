import { describe, expect, test } from "vitest";
import { pendingIds, put, type MakeHarness } from "../harness.ts";

export function describeSettling(makeHarness: MakeHarness): void {
  describe("settle", () => {
    test("writes each outcome with its attempts, reason and time, durably", async () => {
      const harness = await makeHarness();
      const [delivered, buried, failed] = [await put(harness), await put(harness), await put(harness)];
      await harness.outbox.acquireLease("relay", harness.now);
      const later = harness.now + 5;
      const written = await harness.outbox.settle(
        "relay",
        [
          { id: delivered, attempts: 2, state: "delivered", reason: null },
          { id: buried, attempts: 5, state: "buried", reason: "unknown_user" },
          { id: failed, attempts: 1, state: "pending", reason: "timeout" },
        ],
        later,
      );
      await harness.reopen();

      expect(written).toBe(true);
      const expected = [
        { id: delivered, state: "delivered", attempts: 2, reason: null, settledAt: later },
        { id: buried, state: "buried", attempts: 5, reason: "unknown_user", settledAt: later },
        { id: failed, state: "pending", attempts: 1, reason: "timeout", settledAt: null, pendingSince: harness.now },
      ];
      for (const row of expected) expect(await harness.outbox.get(row.id)).toMatchObject(row);
    });

    test("changes nothing when it is repeated, or when the notification is settled already", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await harness.outbox.acquireLease("relay", harness.now);
      const settle = (settlement: object, at: number) =>
        harness.outbox.settle("relay", [{ id, attempts: 1, state: "delivered", reason: null, ...settlement }], at);
      expect(await settle({}, harness.now + 1)).toBe(true);
      const before = await harness.outbox.get(id);
      expect(await settle({}, harness.now + 2)).toBe(true);
      expect(await settle({ state: "buried", reason: "timeout", attempts: 5 }, harness.now + 3)).toBe(true);
      expect(await harness.outbox.get(id)).toEqual(before);
    });

    test("writes nothing for a holder that never had the lease, gave it up, or lost it to another", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      const settle = (holder: string) =>
        harness.outbox.settle(holder, [{ id, attempts: 1, state: "delivered", reason: null }], harness.now);
      expect(await settle("nobody")).toBe(false);

      await harness.outbox.acquireLease("old", harness.now);
      await harness.expireLease();
      expect(await settle("old")).toBe(false);
      await harness.outbox.acquireLease("new", harness.now);
      expect(await settle("old")).toBe(false);
      await harness.outbox.releaseLease("new");
      expect(await settle("new")).toBe(false);
      expect(await pendingIds(harness)).toEqual([id]);
    });

    test("writes all of a batch or nothing", async () => {
      const harness = await makeHarness();
      const [first, second] = [await put(harness), await put(harness)];
      await harness.outbox.acquireLease("relay", harness.now);
      const impossible = { id: second, attempts: -1, state: "delivered", reason: null } as const;
      const batch = [{ id: first, attempts: 1, state: "delivered", reason: null } as const, impossible];
      await expect(harness.outbox.settle("relay", batch, harness.now)).rejects.toThrow(Error);
      expect(await pendingIds(harness)).toEqual([first, second]);
    });

    test("accepts a batch of thousands, and unknown ids", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await harness.outbox.acquireLease("relay", harness.now);
      const batch = Array.from({ length: 3_000 }, (_, index) => ({
        id: id + index,
        attempts: 1,
        state: "delivered" as const,
        reason: null,
      }));
      expect(await harness.outbox.settle("relay", batch, harness.now)).toBe(true);
      expect(await pendingIds(harness)).toEqual([]);
    });
  });
}
