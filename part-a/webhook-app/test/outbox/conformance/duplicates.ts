import { describe, expect, test } from "vitest";
import { DELIVERY_KEY_MS } from "../../../src/outbox/webhook.ts";
import { acceptNew, HOUR_MS, newWebhook, pendingIds, settleOne, type MakeHarness } from "../harness.ts";

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

    test("a resent delivery notifies those whom it did not name before, once, even after the window", async () => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      const named = (recipient: string) => ({ recipient, meaningKey: `push to ${recipient.toLowerCase()}` });
      const first = newWebhook(named("jane"));
      await acceptNew(harness, first);
      harness.now += 2 * HOUR_MS;
      const mended = { ...newWebhook(named("Jane"), named("joe")), webhookId: first.webhookId };
      expect(await harness.outbox.accept(mended, harness.now)).toEqual({
        status: "accepted",
        notifications: [{ id: expect.any(Number), recipient: "joe" }],
      });
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      harness.now += 2 * HOUR_MS;
      expect(await harness.outbox.accept(mended, harness.now)).toEqual(duplicate);
      expect(await pendingIds(harness)).toHaveLength(2);
    });

    test("a resend does not repeat what another webhook notified, however late", async () => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      const named = (recipient: string) => ({ recipient, meaningKey: `push to ${recipient}` });
      await acceptNew(harness, newWebhook(named("jane")));
      const mixed = newWebhook(named("jane"), named("joe"));
      await acceptNew(harness, mixed);
      harness.now += 2 * HOUR_MS;
      const again = { ...newWebhook(named("jane"), named("joe"), named("sam")), webhookId: mixed.webhookId };
      expect(await harness.outbox.accept(again, harness.now)).toMatchObject({ notifications: [{ recipient: "sam" }] });
      expect(await pendingIds(harness)).toHaveLength(3);
    });

    test("another report of the same push does not notify those whom a resend notified", async () => {
      const harness = await makeHarness();
      const report = { source: "hook" as const, ref: "main", transition: "X>Y" };
      const named = (recipient: string) => ({ recipient, meaningKey: `X>Y to ${recipient}` });
      const first = { ...newWebhook(named("jane")), report };
      await acceptNew(harness, first);
      await acceptNew(harness, { ...first, notifications: newWebhook(named("jane"), named("joe")).notifications });
      const other = { ...newWebhook(named("jane"), named("joe")), report: { ...report, source: "ci" as const } };
      expect((await harness.outbox.accept(other, harness.now)).status).toBe("duplicate");
      // The branch went back and forth: joe is counted from his first message on.
      await acceptNew(harness, { ...newWebhook({}), report: { ...report, transition: "Y>X" } });
      expect(await acceptNew(harness, { ...newWebhook(named("joe")), report })).toHaveLength(1);
    });

    test("a resend that names more people is not a report: it is not counted and does not advance a source", async () => {
      const harness = await makeHarness();
      const report = { source: "hook" as const, ref: "main", transition: "X>Y" };
      const named = (recipient: string) => ({ recipient, meaningKey: `X>Y to ${recipient}` });
      const back = () => ({ ...newWebhook({ meaningKey: "Y>X" }), report: { ...report, transition: "Y>X" } });
      const first = { ...newWebhook(named("jane")), report };
      await acceptNew(harness, first);
      // The group's hook reports the same push, when joe is known: the same source has notified him once.
      await acceptNew(harness, { ...newWebhook(named("jane"), named("joe")), report });
      await acceptNew(harness, back());
      const mended = { ...first, notifications: newWebhook(named("jane"), named("joe")).notifications };
      expect((await harness.outbox.accept(mended, harness.now)).status).toBe("duplicate");
      expect((await harness.outbox.accept(back(), harness.now)).status).toBe("duplicate");
      expect(await pendingIds(harness)).toHaveLength(3);
    });

    test("people whom another webhook notified before a resend named them are not notified by a later resend, after the window", async () => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      const named = (recipient: string) => ({ recipient, meaningKey: `push to ${recipient}` });
      const first = newWebhook(named("jane"));
      await acceptNew(harness, first);
      await acceptNew(harness, newWebhook(named("jane"), named("joe")));
      const mended = { ...newWebhook(named("jane"), named("joe")), webhookId: first.webhookId };
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      expect(await harness.outbox.accept(mended, harness.now)).toEqual(duplicate);
      harness.now += 2 * HOUR_MS;
      expect(await harness.outbox.accept(mended, harness.now)).toEqual(duplicate);
      const more = { ...newWebhook(named("jane"), named("joe"), named("sam")), webhookId: first.webhookId };
      expect(await harness.outbox.accept(more, harness.now)).toMatchObject({ notifications: [{ recipient: "sam" }] });
      expect(await pendingIds(harness)).toHaveLength(3);
    });

    test("many concurrent resends notify each person once", async () => {
      const harness = await makeHarness();
      const named = (recipient: string) => ({ recipient, meaningKey: `push to ${recipient}` });
      const first = newWebhook(named("jane"));
      await acceptNew(harness, first);
      const resends = Array.from({ length: 20 }, () => ({
        ...newWebhook(named("jane"), named("joe")),
        webhookId: first.webhookId,
      }));
      const answers = await Promise.all(resends.map((webhook) => harness.outbox.accept(webhook, harness.now)));
      expect(answers.filter(({ status }) => status === "accepted")).toHaveLength(1);
      expect(await pendingIds(harness)).toHaveLength(2);
    });

    test("somebody with a buried notification is notified by its retry, not also by a resend", async () => {
      const harness = await makeHarness();
      const named = (recipient: string, person: string) => ({ recipient, person, meaningKey: `push to ${recipient}` });
      const first = newWebhook(named("jo", "j.doe"), named("sam", "sam@example.com"));
      const [jo = 0, sam = 0] = await acceptNew(harness, first);
      await settleOne(harness, jo, "buried");
      const mended = {
        ...newWebhook(named("joe", "J.Doe"), named("sam", "sam@example.com")),
        webhookId: first.webhookId,
      };
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      expect(await harness.outbox.accept(mended, harness.now)).toEqual(duplicate);
      await harness.outbox.retry(jo, harness.now, "joe");
      expect(await harness.outbox.accept(mended, harness.now)).toEqual(duplicate);
      expect(await pendingIds(harness)).toEqual([jo, sam]);
    });

    test("somebody notified under another's name is notified by a resend, and so is whom a rule names beside somebody buried", async () => {
      const harness = await makeHarness();
      const first = newWebhook({ recipient: "jo", person: "j.doe" }, { recipient: "lead", person: "" });
      const [jo = 0, lead = 0] = await acceptNew(harness, first);
      await settleOne(harness, jo, "delivered");
      await settleOne(harness, lead, "buried");
      const mended = newWebhook({ recipient: "joe", person: "j.doe" }, { recipient: "chief", person: "" });
      expect(await harness.outbox.accept({ ...mended, webhookId: first.webhookId }, harness.now)).toMatchObject({
        notifications: [{ recipient: "joe" }, { recipient: "chief" }],
      });
    });

    test("a delivery whose notifications are past their retention notifies nobody any more", async () => {
      const harness = await makeHarness({ retentionMs: HOUR_MS });
      const first = newWebhook({ recipient: "jane" });
      const [id = 0] = await acceptNew(harness, first);
      await settleOne(harness, id, "delivered");
      harness.now += HOUR_MS;
      await harness.outbox.prune(harness.now);
      const again = { ...newWebhook({ recipient: "joe" }), webhookId: first.webhookId };
      expect((await harness.outbox.accept(again, harness.now)).status).toBe("duplicate");
    });

    test("a delivery with only pending notifications left notifies nobody twice", async () => {
      const harness = await makeHarness({ retentionMs: HOUR_MS });
      const first = newWebhook({ recipient: "jane" }, { recipient: "joe" });
      const [id = 0] = await acceptNew(harness, first);
      await settleOne(harness, id, "delivered");
      harness.now += HOUR_MS;
      await harness.outbox.prune(harness.now);
      expect(await pendingIds(harness)).toHaveLength(1);
      expect((await harness.outbox.accept(first, harness.now)).status).toBe("duplicate");
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("a delivery that was a duplicate notifies nobody when resent: the first one would", async () => {
      const harness = await makeHarness();
      const jane = { recipient: "jane", meaningKey: "push to jane" };
      const first = newWebhook(jane);
      await acceptNew(harness, first);
      const other = newWebhook(jane);
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      expect(await harness.outbox.accept(other, harness.now)).toEqual(duplicate);
      const again = { ...newWebhook(jane, { recipient: "joe" }), webhookId: other.webhookId };
      expect(await harness.outbox.accept(again, harness.now)).toEqual(duplicate);
      expect(await pendingIds(harness)).toHaveLength(1);
    });

    test("foresee shows what accept then answers, and stores nothing", async () => {
      const harness = await makeHarness();
      const report = { source: "hook" as const, ref: "main", transition: "X>Y" };
      const first = { ...newWebhook({ meaningKey: "X>Y" }), report };
      for (const _time of [1, 2]) {
        expect((await harness.outbox.foresee(first, harness.now)).status).toBe("accepted");
      }
      expect(await pendingIds(harness)).toEqual([]);
      expect(await harness.outbox.journal({ limit: 10 })).toEqual([]);
      await acceptNew(harness, first);
      const other = { ...newWebhook({ meaningKey: "X>Y" }), report: { ...report, source: "ci" as const } };
      const duplicate = { status: "duplicate", webhookId: first.webhookId };
      expect(await harness.outbox.foresee(other, harness.now)).toEqual(duplicate);
      expect(await harness.outbox.foresee(first, harness.now)).toEqual(duplicate);
      const mended = {
        ...first,
        notifications: [...first.notifications, ...newWebhook({ recipient: "joe" }).notifications],
      };
      for (const _time of [1, 2]) {
        expect(await harness.outbox.foresee(mended, harness.now)).toMatchObject({
          notifications: [{ recipient: "joe" }],
        });
      }
      expect(await harness.outbox.journal({ limit: 10 })).toMatchObject([{ webhookId: first.webhookId, resends: 0 }]);
      await acceptNew(harness, { ...newWebhook({}), report: { ...report, transition: "Y>X" } });
      expect((await harness.outbox.foresee({ ...other, report }, harness.now)).status).toBe("accepted");
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
      await acceptNew(harness, { ...newWebhook({ meaningKey: "two" }), webhookId: "one" });
      expect(await acceptNew(harness, { ...newWebhook({ meaningKey: "one" }), webhookId: "two" })).toHaveLength(1);
    });
  });
}
