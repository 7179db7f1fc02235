import { describe, expect, test } from "vitest";
import { acceptNew, newWebhook, pendingIds, put, type Harness, type MakeHarness } from "../harness.ts";

/** More rows than any store looks at in one go. */
const MANY = 6_000;

async function putMany(harness: Harness, given: { recipient: string }): Promise<number[]> {
  return acceptNew(harness, newWebhook(...Array.from({ length: MANY }, () => given)));
}

export function describeBacklog(makeHarness: MakeHarness): void {
  describe("behind a backlog of thousands for one recipient", () => {
    test("the relay is given the others' notifications", async () => {
      const harness = await makeHarness();
      const before = await put(harness, { recipient: "jane" });
      await putMany(harness, { recipient: "joe" });
      const after = await put(harness, { recipient: "jane" });
      expect(await pendingIds(harness, [], ["joe"])).toEqual([before, after]);
      const oldest = await harness.outbox.pending({ limit: 1, held: [], blocked: ["joe"] });
      expect(oldest.map(({ id }) => id)).toEqual([before]);
    });

    test("the relay is given what it does not hold", async () => {
      const harness = await makeHarness();
      const ids = await putMany(harness, { recipient: "joe" });
      expect(await pendingIds(harness, ids.slice(0, -2))).toEqual(ids.slice(-2));
    });

    test("a list finds the others' notifications, in any state", async () => {
      const harness = await makeHarness();
      const before = await put(harness, { recipient: "jane", sha: "aaa" });
      const backlog = await putMany(harness, { recipient: "joe" });
      const after = await put(harness, { recipient: "jane", sha: "bbb" });
      const listed = async (query: object) => (await harness.outbox.list({ limit: 10, ...query })).map(({ id }) => id);

      expect(await listed({ recipient: "jane" })).toEqual([after, before]);
      expect(await listed({ recipient: "jane", limit: 1 })).toEqual([after]);
      expect(await listed({ recipient: "jane", state: "pending" })).toEqual([after, before]);
      expect(await listed({ recipient: "jane", before: after })).toEqual([before]);
      expect(await listed({ sha: "aaa" })).toEqual([before]);
      expect(await listed({ state: "buried" })).toEqual([]);

      await harness.outbox.acquireLease("relay", harness.now);
      const delivered = backlog.map((id) => ({ id, attempts: 1, state: "delivered" as const, reason: null }));
      await harness.outbox.settle("relay", delivered, harness.now);
      expect(await listed({ recipient: "jane", state: "pending" })).toEqual([after, before]);
      expect(await listed({ state: "delivered", limit: 2 })).toEqual(backlog.slice(-2).toReversed());
    });
  });
}
