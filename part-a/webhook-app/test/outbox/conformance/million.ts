import { describe, expect, test } from "vitest";
import { acceptNew, newWebhook, pendingIds, put, type MakeHarness } from "../harness.ts";

const MILLION = 1_000_000;

export function describeMillion(makeHarness: MakeHarness): void {
  describe("with a million pending", () => {
    test("half of them in a digest, the relay works through it, and nobody else's message waits", async () => {
      const harness = await makeHarness();
      const carrier = await put(harness, { recipient: "joe" });
      await harness.fill(MILLION / 2, carrier);
      const first = await put(harness, { recipient: "joe" });
      await harness.fill(MILLION / 2);
      const [last = 0] = await acceptNew(harness, newWebhook({ recipient: "jane" }));
      expect((await harness.outbox.stats()).pending).toBe(MILLION + 3);

      const oldest = Array.from({ length: 500 }, (_, index) => first + index);
      await harness.outbox.acquireLease("relay", harness.now);
      const settlements = oldest.map((id) => ({ id, attempts: 1, state: "delivered" as const, reason: null }));
      expect(await harness.outbox.settle("relay", settlements, harness.now)).toBe(true);
      const held = Array.from({ length: 500 }, (_, index) => first + 500 + index);
      const read = await harness.outbox.pending({ limit: 500, held: [carrier, ...held], blocked: [] });
      expect(read.map(({ id }) => id)).toEqual(held.map((id) => id + 500));
      expect(await pendingIds(harness, [], ["joe"])).toEqual([last]);
      expect((await harness.outbox.list({ limit: 1 })).map(({ id }) => id)).toEqual([last]);
      expect((await harness.outbox.stats()).pending).toBe(MILLION + 3 - 500);
    });
  });
}
