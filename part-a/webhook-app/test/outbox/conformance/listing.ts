import { describe, expect, test } from "vitest";
import type { ListQuery } from "../../../src/outbox/notification.ts";
import { acceptNew, newWebhook, put, settleOne, type Harness, type MakeHarness } from "../harness.ts";

async function listed({ outbox }: Harness, query: Omit<ListQuery, "limit">): Promise<number[]> {
  return (await outbox.list({ limit: 100, ...query })).map(({ id }) => id);
}

export function describeListing(makeHarness: MakeHarness): void {
  describe("list and get", () => {
    test("lists the newest first, in every state, as many as requested", async () => {
      const harness = await makeHarness();
      const [first, second, third] = [await put(harness), await put(harness), await put(harness)];
      await settleOne(harness, second, "delivered");
      expect(await listed(harness, {})).toEqual([third, second, first]);
      expect((await harness.outbox.list({ limit: 2 })).map(({ id }) => id)).toEqual([third, second]);
    });

    test("filters by state, recipient, commit and webhook, each alone and together", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({ recipient: "jane", sha: "aaa" }, { recipient: "joe", sha: "aaa" });
      const [toJane, toJoe] = await acceptNew(harness, webhook);
      const other = await put(harness, { recipient: "jane", sha: "bbb" });
      await settleOne(harness, other, "buried");

      expect(await listed(harness, { recipient: "jane" })).toEqual([other, toJane]);
      expect(await listed(harness, { sha: "aaa" })).toEqual([toJoe, toJane]);
      expect(await listed(harness, { webhookId: webhook.webhookId })).toEqual([toJoe, toJane]);
      expect(await listed(harness, { state: "buried" })).toEqual([other]);
      expect(await listed(harness, { state: "pending" })).toEqual([toJoe, toJane]);
      expect(await listed(harness, { state: "delivered" })).toEqual([]);
      expect(await listed(harness, { recipient: "jane", state: "pending" })).toEqual([toJane]);
      expect(
        await listed(harness, { webhookId: webhook.webhookId, sha: "aaa", recipient: "joe", state: "pending" }),
      ).toEqual([toJoe]);
      expect(await listed(harness, { recipient: "nobody" })).toEqual([]);
      expect(await listed(harness, { sha: "aa" })).toEqual([toJoe, toJane]);
      expect(await listed(harness, { sha: "aab" })).toEqual([]);
      expect(await listed(harness, { ref: "main", sha: "b" })).toEqual([other]);
      expect(await listed(harness, { ref: "dev" })).toEqual([]);
    });

    test("filters by the person who is notified, by any name and without case", async () => {
      const harness = await makeHarness();
      const byName = await put(harness, { recipient: "Jane", person: "j.doe" });
      const byEmail = await put(harness, { recipient: "jane", person: "Jane@example.com" });
      const byRule = await put(harness, { recipient: "Zoë", person: "" });
      await settleOne(harness, byEmail, "buried");
      expect(await listed(harness, { person: "J.Doe" })).toEqual([byName]);
      expect(await listed(harness, { person: "jane" })).toEqual([byEmail, byName]);
      expect(await listed(harness, { person: "jane@example.com" })).toEqual([byEmail]);
      expect(await listed(harness, { person: "jane", state: "pending" })).toEqual([byName]);
      expect(await listed(harness, { person: "Zoë" })).toEqual([byRule]);
      expect(await listed(harness, { person: "doe" })).toEqual([]);
    });

    test("filters by the reason of pending and buried ones, together if no state is given", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({}, {}, {}, {}, {}));
      const [delivered, waiting, buried, member, other] = ids as [number, number, number, number, number];
      await settleOne(harness, delivered, "delivered");
      await settleOne(harness, buried, "buried");
      const failed = { state: "pending", attempts: 1, reason: "unknown_user" } as const;
      const alike = [waiting, member].map((id) => ({ id, ...failed }));
      await harness.outbox.settle("relay", [...alike, { ...failed, id: other, reason: "timeout" }], harness.now);
      await harness.outbox.storeDigest("relay", { messageId: "d", text: "two", ids: [other, member] }, harness.now);
      expect(await listed(harness, { reason: "unknown_user" })).toEqual([member, buried, waiting]);
      expect(await listed(harness, { reason: "unknown_user", state: "pending" })).toEqual([member, waiting]);
      expect(await listed(harness, { reason: "unknown_user", before: member })).toEqual([buried, waiting]);
    });

    test("pages show each row once while new ones are inserted", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook(...Array.from({ length: 10 }, () => ({}))));
      const seen: number[] = [];
      let page = await harness.outbox.list({ limit: 4 });
      while (page.length > 0) {
        seen.push(...page.map(({ id }) => id));
        await put(harness);
        page = await harness.outbox.list({ limit: 4, before: page.at(-1)?.id ?? 0 });
      }
      expect(seen).toEqual(ids.toReversed());
    });

    test("pages within a filter", async () => {
      const harness = await makeHarness();
      const first = await put(harness, { recipient: "joe" });
      await put(harness, { recipient: "jane" });
      const second = await put(harness, { recipient: "joe" });
      expect(await listed(harness, { recipient: "joe", before: second })).toEqual([first]);
    });

    test("gets one by its id, and nothing for an id that is not there", async () => {
      const harness = await makeHarness();
      const id = await put(harness, { text: "this one" });
      expect(await harness.outbox.get(id)).toMatchObject({ id, text: "this one" });
      expect(await harness.outbox.get(id + 1)).toBeUndefined();
      expect(await harness.outbox.get(Number.MAX_SAFE_INTEGER)).toBeUndefined();
    });
  });
}
