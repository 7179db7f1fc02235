import { describe, expect, test } from "vitest";
import { OutboxUnavailable } from "../../../src/outbox/unavailable.ts";
import { acceptNew, newWebhook, pendingIds, put, type MakeHarness } from "../harness.ts";

export function describeAcceptance(makeHarness: MakeHarness): void {
  describe("accept", () => {
    test("stores what it was given, and answers with each notification's id and recipient", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook(
        { recipient: "jane", actor: "", commits: 2 ** 31 - 1, kind: "tag_push" },
        { recipient: "joe", text: "ünïcödé 🚀 \u2028 'quoted' \\ %s", actor: "Jörg 🚀", commits: 0 },
      );
      const acceptance = await harness.outbox.accept(webhook, harness.now);
      const stored = await harness.outbox.pending({ limit: 10, held: [], blocked: [] });

      expect(acceptance).toEqual({
        status: "accepted",
        notifications: stored.map(({ id, recipient }) => ({ id, recipient })),
      });
      expect(stored).toEqual(
        webhook.notifications.map(({ meaningKey: _meaningKey, ...given }) => ({
          ...given,
          id: expect.any(Number),
          webhookId: webhook.webhookId,
          state: "pending",
          attempts: 0,
          reason: null,
          receivedAt: harness.now,
          pendingSince: harness.now,
          settledAt: null,
          failedAttempts: [],
          digest: null,
          digestOf: null,
        })),
      );
    });

    test("survives a restart", async () => {
      const harness = await makeHarness();
      const id = await put(harness, { text: "still here" });
      await harness.reopen();
      expect(await harness.outbox.get(id)).toMatchObject({ id, text: "still here", state: "pending" });
    });

    test("gives later notifications larger ids, also after a restart and after everything was deleted", async () => {
      const harness = await makeHarness({ retentionMs: 0 });
      const first = await put(harness);
      await harness.outbox.acquireLease("relay", harness.now);
      await harness.outbox.settle("relay", [{ id: first, attempts: 1, state: "delivered", reason: null }], harness.now);
      harness.now += 1;
      // The notification and the journal's entry.
      expect(await harness.outbox.prune(harness.now)).toBe(2);
      await harness.reopen();
      expect(await put(harness)).toBeGreaterThan(first);
    });

    test("accepts a webhook without notifications, and knows it again", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook();
      expect(await harness.outbox.accept(webhook, harness.now)).toEqual({ status: "accepted", notifications: [] });
      expect(await harness.outbox.accept(webhook, harness.now)).toEqual({
        status: "duplicate",
        webhookId: webhook.webhookId,
      });
    });

    test("stores each of 500 concurrent webhooks once, in few commits", async () => {
      const commits: number[] = [];
      const harness = await makeHarness({ onCommit: (webhooks) => commits.push(webhooks) });
      const webhooks = Array.from({ length: 500 }, () => newWebhook({}));
      const ids = (await Promise.all(webhooks.map((webhook) => acceptNew(harness, webhook)))).flat();

      expect(new Set(ids).size).toBe(500);
      expect(await pendingIds(harness)).toEqual(ids.toSorted((a, b) => a - b));
      expect(commits.reduce((sum, webhooks) => sum + webhooks)).toBe(500);
      expect(commits.length).toBeLessThan(50);
    });

    test("keeps the order of the notifications of one webhook", async () => {
      const harness = await makeHarness();
      const recipients = Array.from({ length: 20 }, (_, index) => ({ recipient: `person${index}` }));
      const ids = await acceptNew(harness, newWebhook(...recipients));
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    });

    // Every store rejects an empty recipient with a constraint.
    test("fails a webhook that the store refuses alone: the others of its group are stored", async () => {
      const harness = await makeHarness();
      const good = Array.from({ length: 9 }, () => newWebhook({}));
      const bad = newWebhook({}, { recipient: "" });
      const all = [...good.slice(0, 5), bad, ...good.slice(5)];
      const outcomes = await Promise.allSettled(all.map((webhook) => harness.outbox.accept(webhook, harness.now)));

      expect(outcomes.map(({ status }) => status)).toEqual(all.map((one) => (one === bad ? "rejected" : "fulfilled")));
      const stored = await harness.outbox.list({ limit: 100 });
      expect(stored.map(({ webhookId }) => webhookId).toSorted()).toEqual(
        good.map(({ webhookId }) => webhookId).toSorted(),
      );
    });

    test("remembers nothing of a webhook that the store refused", async () => {
      const harness = await makeHarness();
      const bad = newWebhook({}, { recipient: "" });
      await expect(harness.outbox.accept(bad, harness.now)).rejects.toThrow(bad.webhookId);
      const corrected = { ...bad, notifications: bad.notifications.slice(0, 1) };
      expect(await acceptNew(harness, corrected)).toHaveLength(1);
    });

    test("is finished before closing, and refused after it; closing may be repeated", async () => {
      const { outbox, now } = await makeHarness();
      const begun = Array.from({ length: 5 }, () => outbox.accept(newWebhook({}), now));
      await outbox.close();
      await outbox.close();
      expect((await Promise.all(begun)).map(({ status }) => status)).toEqual(begun.map(() => "accepted"));
      await expect(outbox.accept(newWebhook({}), now)).rejects.toThrow(OutboxUnavailable);
    });
  });
}
