import { describe, expect, test } from "vitest";
import { acceptNew, newWebhook, pendingIds, put, settleOne, type MakeHarness } from "../harness.ts";

export function describePending(makeHarness: MakeHarness): void {
  describe("pending", () => {
    test("returns the oldest first, as many as requested", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({}, {}, {}, {}));
      const read = await harness.outbox.pending({ limit: 3, held: [], blocked: [] });
      expect(read.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    });

    test("leaves out what is held and who is blocked", async () => {
      const harness = await makeHarness();
      const [first, second, third] = [await put(harness), await put(harness, { recipient: "joe" }), await put(harness)];
      expect(await pendingIds(harness, [first])).toEqual([second, third]);
      expect(await pendingIds(harness, [], ["jane"])).toEqual([second]);
      expect(await pendingIds(harness, [second], ["jane"])).toEqual([]);
    });

    test("accepts thousands of held ids and blocked recipients", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({ recipient: 'it\'s "quoted"' }, { recipient: "joe" }));
      const held = Array.from({ length: 5_000 }, (_, index) => 1_000_000 + index);
      const blocked = Array.from({ length: 5_000 }, (_, index) => `person${index}`);
      expect(await pendingIds(harness, held, blocked)).toEqual(ids);
      expect(await pendingIds(harness, held, [...blocked, 'it\'s "quoted"'])).toEqual(ids.slice(1));
    });

    test("gives nothing that is settled", async () => {
      const harness = await makeHarness();
      const [delivered, buried, open] = [await put(harness), await put(harness), await put(harness)];
      await settleOne(harness, delivered, "delivered");
      await settleOne(harness, buried, "buried");
      expect(await pendingIds(harness)).toEqual([open]);
    });
  });
}
