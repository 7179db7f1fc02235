import { describe, expect, test } from "vitest";
import { DELIVERY_KEY_MS } from "../../../src/outbox/outbox.ts";
import { acceptNew, HOUR_MS, newNotification, newWebhook, pendingIds, type MakeHarness } from "../harness.ts";

export function describeDuplicates(makeHarness: MakeHarness): void {
  describe("duplicates", () => {
    test("a delivery is known again, with other contents and after a restart", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      await acceptNew(harness, webhook);
      await harness.reopen();
      const redacted = { ...newWebhook({}), webhookId: webhook.webhookId };
      expect(await harness.outbox.accept(redacted, harness.now)).toEqual({
        status: "duplicate",
        webhookId: webhook.webhookId,
      });
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("a delivery is known for 14 days, and is new after that", async () => {
      const harness = await makeHarness();
      const { webhookId } = newWebhook();
      await acceptNew(harness, { ...newWebhook({}), webhookId });
      harness.now += DELIVERY_KEY_MS - 1;
      expect(await harness.outbox.accept({ ...newWebhook({}), webhookId }, harness.now)).toMatchObject({
        status: "duplicate",
      });
      harness.now += 1;
      expect(await acceptNew(harness, { ...newWebhook({}), webhookId })).toHaveLength(1);
    });

    test("another delivery with the same meaning leads to the first webhook, and so does its resend", async () => {
      const harness = await makeHarness();
      const first = newWebhook({ meaningKey: "push" });
      const second = newWebhook({ meaningKey: "push" });
      await acceptNew(harness, first);
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      expect(await harness.outbox.accept(second, harness.now)).toEqual(duplicate);
      expect(await harness.outbox.accept(second, harness.now)).toEqual(duplicate);
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("the same meaning within one group of concurrent webhooks is stored once", async () => {
      const harness = await makeHarness();
      const webhooks = Array.from({ length: 50 }, () => newWebhook({ meaningKey: "push" }));
      const answers = await Promise.all(webhooks.map((webhook) => harness.outbox.accept(webhook, harness.now)));
      expect(answers.filter(({ status }) => status === "accepted")).toHaveLength(1);
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("the same delivery within one group of concurrent webhooks is stored once", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      const answers = await Promise.all(Array.from({ length: 50 }, () => harness.outbox.accept(webhook, harness.now)));
      expect(answers.filter(({ status }) => status === "accepted")).toHaveLength(1);
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("the same meaning twice within one webhook is stored once", async () => {
      const harness = await makeHarness();
      const ids = await acceptNew(harness, newWebhook({ meaningKey: "push" }, { meaningKey: "push" }));
      expect(ids).toHaveLength(1);
      expect(await pendingIds(harness)).toEqual(ids);
    });

    test("of a webhook that is known in part only the new notifications are stored", async () => {
      const harness = await makeHarness();
      await acceptNew(harness, newWebhook({ meaningKey: "to jane", recipient: "jane" }));
      const mixed = newWebhook(
        { meaningKey: "to jane", recipient: "jane" },
        { meaningKey: "to joe", recipient: "joe" },
      );
      expect(await harness.outbox.accept(mixed, harness.now)).toEqual({
        status: "accepted",
        notifications: [{ id: expect.any(Number), recipient: "joe" }],
      });
      expect(await harness.outbox.accept(mixed, harness.now)).toEqual({
        status: "duplicate",
        webhookId: mixed.webhookId,
      });
    });

    test("a meaning is known for the window from its first webhook, which later ones do not prolong", async () => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      await acceptNew(harness, newWebhook({ meaningKey: "push" }));
      harness.now += HOUR_MS - 1;
      expect((await harness.outbox.accept(newWebhook({ meaningKey: "push" }), harness.now)).status).toBe("duplicate");
      harness.now += 1;
      const again = newWebhook({ meaningKey: "push" });
      await acceptNew(harness, again);
      expect(await harness.outbox.accept(newWebhook({ meaningKey: "push" }), harness.now)).toEqual({
        status: "duplicate",
        webhookId: again.webhookId,
      });
    });

    test("a delivery's name is never taken for a meaning", async () => {
      const harness = await makeHarness();
      await acceptNew(harness, { webhookId: "one", notifications: [newNotification({ meaningKey: "two" })] });
      expect(
        await acceptNew(harness, { webhookId: "two", notifications: [newNotification({ meaningKey: "one" })] }),
      ).toHaveLength(1);
    });
  });
}
