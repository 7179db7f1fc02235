import { describe, expect, test } from "vitest";
import { LEASE_MS } from "../../../src/outbox/outbox.ts";
import type { MakeHarness } from "../harness.ts";

export function describeLease(makeHarness: MakeHarness): void {
  describe("lease", () => {
    test("is held by one, who may renew it", async () => {
      const { outbox, now } = await makeHarness();
      expect(await outbox.acquireLease("first", now)).toBe(true);
      expect(await outbox.acquireLease("second", now)).toBe(false);
      expect(await outbox.acquireLease("first", now)).toBe(true);
      expect(await outbox.acquireLease("second", now)).toBe(false);
    });

    test("goes to one of many that ask at once", async () => {
      const { outbox, now } = await makeHarness();
      const holders = Array.from({ length: 20 }, (_, index) => `relay${index}`);
      const acquired = await Promise.all(holders.map((holder) => outbox.acquireLease(holder, now)));
      expect(acquired.filter(Boolean)).toHaveLength(1);
    });

    test("can be taken over once it has run out, and not before", async () => {
      const harness = await makeHarness();
      await harness.outbox.acquireLease("first", harness.now);
      expect(await harness.outbox.acquireLease("second", harness.now + LEASE_MS / 2)).toBe(false);
      await harness.expireLease();
      expect(await harness.outbox.acquireLease("second", harness.now)).toBe(true);
      expect(await harness.outbox.acquireLease("first", harness.now)).toBe(false);
    });

    test("shows everybody who holds it, and what the holder last reported", async () => {
      const harness = await makeHarness();
      const { outbox, now } = harness;
      expect(await outbox.leaseHolder(now)).toBeNull();
      const paused = { reason: "tls", since: now, detail: 'said "no"\u0000, ä', nextTrialAt: null } as const;
      const lane = { recipient: "jane", reason: "timeout", since: now, nextTryAt: now + 1 } as const;
      const condition = { paused, lanesOnHold: [lane] };
      await outbox.acquireLease("first", now, condition);
      await outbox.acquireLease("second", now, { paused: null, lanesOnHold: [] });
      expect(await outbox.leaseHolder(now)).toEqual({ holder: "first", condition });
      const running = { paused: null, lanesOnHold: [] };
      await outbox.acquireLease("first", now, running);
      expect(await outbox.leaseHolder(now)).toEqual({ holder: "first", condition: running });
      await outbox.acquireLease("first", now);
      expect(await outbox.leaseHolder(now)).toEqual({ holder: "first", condition: null });
      await harness.expireLease();
      expect(await outbox.leaseHolder(harness.now)).toBeNull();
    });

    test("can be taken over at once after a release, which only its holder can do", async () => {
      const { outbox, now } = await makeHarness();
      await outbox.acquireLease("first", now);
      await outbox.releaseLease("second");
      expect(await outbox.acquireLease("second", now)).toBe(false);
      await outbox.releaseLease("first");
      expect(await outbox.acquireLease("second", now)).toBe(true);
    });
  });
}
