import { describe, expect, test } from "vitest";
import type { JournalQuery, UnacceptedWebhook, WebhookSummary } from "../../../src/outbox/journal.ts";
import { acceptNew, DAY_MS, newWebhook, put, settleOne, SUMMARY, type Harness, type MakeHarness } from "../harness.ts";

type Skipped = WebhookSummary["skipped"];

/** Puts an ignored webhook into the journal, unless `given` says otherwise; returns its id. */
function record({ outbox, now }: Harness, given: Partial<UnacceptedWebhook> = {}): string {
  const webhookId = crypto.randomUUID();
  const ignored = { outcome: "ignored", reason: "no_rule", detail: "No rule matches." } as const;
  outbox.record({ ...SUMMARY, webhookId, receivedAt: now, ...ignored, ...given });
  return given.webhookId ?? webhookId;
}

/** Accepts a webhook with a notification; returns its id. */
async function accept(harness: Harness, summary: Partial<WebhookSummary> = {}): Promise<string> {
  const webhook = { ...newWebhook({}), summary: { ...SUMMARY, ...summary } };
  await acceptNew(harness, webhook);
  return webhook.webhookId;
}

async function found({ outbox }: Harness, query: Omit<JournalQuery, "limit">): Promise<string[]> {
  return (await outbox.journal({ limit: 100, ...query })).map(({ webhookId }) => webhookId);
}

export function describeJournal(makeHarness: MakeHarness): void {
  describe("the journal", () => {
    test("has what was accepted, with its decision and its notifications, at once", async () => {
      const harness = await makeHarness();
      const skipped = [{ person: "sam@example.com", reason: "unmapped_user" as const }];
      const webhook = { ...newWebhook({}, { recipient: "joe" }), summary: { ...SUMMARY, skipped, rule: 3 } };
      const [first = 0, second = 0] = await acceptNew(harness, webhook);
      await settleOne(harness, second, "buried");
      const entry = await harness.outbox.journalEntry(webhook.webhookId);
      expect(entry).toEqual({
        ...SUMMARY,
        skipped,
        rule: 3,
        number: expect.any(Number),
        webhookId: webhook.webhookId,
        receivedAt: harness.now,
        outcome: "accepted",
        reason: null,
        detail: null,
        messages: [
          { id: first, recipient: "jane", state: "pending", reason: null },
          { id: second, recipient: "joe", state: "buried", reason: "unknown_user" },
        ],
        resends: 0,
        lastResentAt: null,
      });
      expect(await harness.outbox.journal({ limit: 10 })).toEqual([entry]);
      expect(await harness.outbox.journalEntry("another")).toBeUndefined();
    });

    test("has ignored and rejected webhooks, with the reason, even after a restart", async () => {
      const harness = await makeHarness();
      const ignored = record(harness, { rule: null });
      const rejected = record(harness, { outcome: "rejected", reason: "bad_request", detail: "It is not JSON." });
      await harness.reopen();
      expect(await harness.outbox.journalEntry(ignored)).toMatchObject({
        outcome: "ignored",
        reason: "no_rule",
        detail: "No rule matches.",
        rule: null,
        messages: [],
      });
      expect(await harness.outbox.journalEntry(rejected)).toMatchObject({ outcome: "rejected", reason: "bad_request" });
    });

    test("adds the same delivery, sent again, to its entry", async () => {
      const harness = await makeHarness();
      const { outbox } = harness;
      const webhook = newWebhook({});
      const first = harness.now;
      await outbox.accept(webhook, first);
      await outbox.accept(webhook, first + 1_000);
      await Promise.all([outbox.accept(webhook, first + 2_000), outbox.accept(webhook, first + 2_000)]);
      expect(await outbox.journal({ limit: 10 })).toMatchObject([
        { outcome: "accepted", reason: null, receivedAt: first, resends: 3, lastResentAt: first + 2_000 },
      ]);
    });

    test("has another report of the same thing as a separate entry, which names the first", async () => {
      const harness = await makeHarness();
      const { outbox, now } = harness;
      const first = newWebhook({ meaningKey: "push" });
      const second = newWebhook({ meaningKey: "push" });
      await outbox.accept(first, now);
      await outbox.accept(second, now);
      await outbox.accept(second, now);
      expect(await outbox.journalEntry(second.webhookId)).toMatchObject({
        outcome: "duplicate",
        reason: "duplicate",
        detail: expect.stringContaining(first.webhookId),
        messages: [],
        resends: 1,
      });
      expect(await found(harness, {})).toEqual([second.webhookId, first.webhookId]);
    });

    test("of deliveries sent together for the first time counts one as the first", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      await Promise.all(Array.from({ length: 10 }, () => harness.outbox.accept(webhook, harness.now)));
      expect(await harness.outbox.journal({ limit: 10 })).toMatchObject([{ outcome: "accepted", resends: 9 }]);
    });

    test("for deliveries sent together shows the first receipt and the last", async () => {
      const harness = await makeHarness();
      const { outbox, now } = harness;
      const webhook = newWebhook({});
      // The first one is on its way while the others gather.
      await Promise.all([
        outbox.accept(newWebhook({}), now),
        ...[0, 1, 2].map((ms) => outbox.accept(webhook, now + ms)),
      ]);
      const times = { receivedAt: now, resends: 2, lastResentAt: now + 2 };
      expect(await outbox.journalEntry(webhook.webhookId)).toMatchObject(times);
      await Promise.all([
        outbox.accept(newWebhook({}), now),
        outbox.accept(webhook, now + 3),
        outbox.accept(webhook, now + 4),
      ]);
      const later = { receivedAt: now, resends: 4, lastResentAt: now + 4 };
      expect(await outbox.journalEntry(webhook.webhookId)).toMatchObject(later);
    });

    test("shows what was ignored or rejected as what it came to later, by its names of both times", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      const { webhookId } = webhook;
      const first = harness.now;
      record(harness, { webhookId, outcome: "rejected", reason: "unavailable", people: ["first"] });
      await harness.outbox.journalEntry(webhookId);
      record({ ...harness, now: first + 1 }, { webhookId, people: ["second"] });
      expect(await harness.outbox.journalEntry(webhookId)).toMatchObject({
        outcome: "ignored",
        reason: "no_rule",
        resends: 1,
      });
      const [id] = await acceptNew({ ...harness, now: first + 2 }, webhook);
      expect(await harness.outbox.journal({ limit: 10 })).toMatchObject([
        { outcome: "accepted", reason: null, detail: null, messages: [{ id }], receivedAt: first, resends: 2 },
      ]);
      for (const person of ["first", "second", "jane"]) expect(await found(harness, { person })).toEqual([webhookId]);
    });

    const sam = { person: "Sam", reason: "redacted_author" } as const;
    const beyond = { person: "the authors of 5 earlier commits", reason: "beyond_payload" } as const;
    const unmapped = (person: string) => ({ person, reason: "unmapped_user" as const });
    const resends: [string, first: Skipped, resend: Skipped, shown: Skipped][] = [
      ["nobody whose address was looked up", [sam, beyond], [], []],
      ["whoever is not mapped by the address that was looked up", [sam], [unmapped("s@x")], [unmapped("s@x")]],
      ["nobody who was mapped meanwhile", [unmapped("jane"), sam], [sam], [sam]],
      ["authors who were known by addresses that it has not", [unmapped("m@x")], [sam, beyond], [unmapped("m@x")]],
      ["nobody who was told by an address that it has not", [unmapped("jane"), beyond], [sam, beyond], [beyond]],
      [
        "whoever else it does not tell, where it has no addresses",
        [unmapped("m@x")],
        [sam, beyond, unmapped("joe")],
        [unmapped("m@x"), unmapped("joe")],
      ],
    ];

    test.each(resends)("when it is sent again shows as skipped %s", async (_, first, resend, shown) => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      const sent = (skipped: Skipped, rule: number) => ({ ...webhook, summary: { ...SUMMARY, skipped, rule } });
      await harness.outbox.accept(sent(first, 1), harness.now);
      await harness.outbox.accept(sent(resend, 2), harness.now);
      expect(await harness.outbox.journalEntry(webhook.webhookId)).toMatchObject({ skipped: shown, rule: 2 });
    });

    test("for a resend that notifies somebody, shows the message and not why there was none", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      await acceptNew(harness, { ...webhook, summary: { ...SUMMARY, skipped: [sam] } });
      const notifications = [...webhook.notifications, ...newWebhook({ recipient: "sam" }).notifications];
      await acceptNew(harness, { ...webhook, notifications });
      expect(await harness.outbox.journalEntry(webhook.webhookId)).toMatchObject({
        outcome: "accepted",
        skipped: [],
        messages: [{ recipient: "jane" }, { recipient: "sam" }],
      });
    });

    test("names at most 50 who are skipped, also when they are of both times", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      const many = (suffix: string) => Array.from({ length: 50 }, (_, at) => unmapped(`${at}${suffix}`));
      await harness.outbox.accept({ ...webhook, summary: { ...SUMMARY, skipped: many("@x") } }, harness.now);
      await harness.outbox.accept({ ...webhook, summary: { ...SUMMARY, skipped: [sam, ...many("")] } }, harness.now);
      const entry = await harness.outbox.journalEntry(webhook.webhookId);
      expect(entry?.skipped).toEqual(many("@x"));
    });

    test("finds what was accepted by the names of each time", async () => {
      const harness = await makeHarness();
      const webhook = newWebhook({});
      for (const people of [["jane"], ["jane", "sam"]]) {
        await harness.outbox.accept({ ...webhook, summary: { ...SUMMARY, people } }, harness.now);
        await harness.outbox.journalEntry(webhook.webhookId);
      }
      record(harness, { webhookId: webhook.webhookId, people: ["joe"] });
      for (const person of ["jane", "sam", "joe"]) {
        expect([person, await found(harness, { person })]).toEqual([person, [webhook.webhookId]]);
      }
      expect(await harness.countNames()).toBe(3);
    });

    test("keeps what was accepted as that when it is ignored or rejected later", async () => {
      const harness = await makeHarness();
      const skipped = [{ person: "sam", reason: "opted_out" as const }];
      const webhookId = await accept(harness, { skipped });
      record(harness, { webhookId, event: "invalid", rule: null });
      expect(await harness.outbox.journalEntry(webhookId)).toMatchObject({
        outcome: "accepted",
        reason: null,
        event: "push",
        rule: 1,
        skipped,
        resends: 1,
        lastResentAt: harness.now,
      });
    });

    test("keeps a duplicate as such when it is ignored later, and whom it skipped: it never notifies anybody", async () => {
      const harness = await makeHarness();
      await harness.outbox.accept(newWebhook({ meaningKey: "push" }), harness.now);
      const again = newWebhook({ meaningKey: "push" });
      const skipped = [{ person: "sam", reason: "opted_out" as const }];
      await harness.outbox.accept({ ...again, summary: { ...SUMMARY, skipped } }, harness.now);
      await harness.outbox.accept(again, harness.now);
      record(harness, { webhookId: again.webhookId });
      expect(await harness.outbox.journalEntry(again.webhookId)).toMatchObject({
        outcome: "duplicate",
        skipped,
        resends: 2,
      });
    });

    test("keeps nothing of a webhook that is only foreseen, new, known or a duplicate", async () => {
      const harness = await makeHarness();
      const { outbox, now } = harness;
      const known = newWebhook({ meaningKey: "push" });
      await outbox.accept(known, now);
      for (const webhook of [newWebhook({}), newWebhook({ meaningKey: "push" }), known])
        await outbox.foresee(webhook, now + 1);
      expect(await outbox.journal({ limit: 10 })).toMatchObject([
        { webhookId: known.webhookId, resends: 0, lastResentAt: null },
      ]);
    });

    test("keeps nothing of a webhook that the store refuses", async () => {
      const harness = await makeHarness();
      const bad = newWebhook({ recipient: "" });
      const good = newWebhook({});
      await Promise.allSettled([bad, good].map((webhook) => harness.outbox.accept(webhook, harness.now)));
      expect(await found(harness, {})).toEqual([good.webhookId]);
    });

    test("is searched by each filter, alone and together", async () => {
      const harness = await makeHarness();
      const sha = "abcdef0123".repeat(4);
      const one = await accept(harness, { project: "a/one", ref: "dev", sha, people: ["jane", "j.doe"] });
      harness.now += 1;
      const two = record(harness, { project: "a/two", ref: "main", sha: "", people: ["jane", "sam@example.com"] });
      harness.now += 1;
      const three = record(harness, { project: "a/one", outcome: "rejected", reason: "too_large", people: [] });
      const searches: [Omit<JournalQuery, "limit">, string[]][] = [
        [{}, [three, two, one]],
        [{ project: "a/one" }, [three, one]],
        [{ project: "a" }, []],
        [{ ref: "dev" }, [one]],
        [{ ref: "main", project: "a/one" }, [three]],
        [{ shaPrefix: "abcdef0" }, [one]],
        [{ shaPrefix: sha }, [one]],
        [{ shaPrefix: "abcdef00" }, []],
        [{ shaPrefix: "abcdef0", project: "a/two" }, []],
        [{ person: "jane" }, [two, one]],
        [{ person: "sam@example.com" }, [two]],
        [{ person: "jane", shaPrefix: "abcdef0" }, [one]],
        [{ person: "sam@example.com", shaPrefix: "abcdef0" }, []],
        [{ reason: "no_rule", shaPrefix: "abcdef0" }, []],
        [{ person: "j.doe", outcome: "ignored" }, []],
        [{ outcome: "accepted" }, [one]],
        [{ outcome: "accepted", project: "a/two" }, []],
        [{ outcome: "rejected" }, [three]],
        [{ outcome: "ignored", person: "jane", reason: "no_rule", ref: "main", project: "a/two" }, [two]],
        [{ reason: "too_large" }, [three]],
        [{ reason: "no_rule", outcome: "rejected" }, []],
      ];
      for (const [query, ids] of searches) expect([query, await found(harness, query)]).toEqual([query, ids]);
    });

    test("is searched by time, both ends included", async () => {
      const harness = await makeHarness();
      const at = (ms: number) => ({ ...harness, now: harness.now + ms });
      const [one, two, three] = [record(at(0)), await accept(at(1)), record(at(2))];
      const { now } = harness;
      expect(await found(harness, { since: now + 1 })).toEqual([three, two]);
      expect(await found(harness, { until: now + 1 })).toEqual([two, one]);
      expect(await found(harness, { since: now + 1, until: now + 1 })).toEqual([two]);
      expect(await found(harness, { since: now + 1, person: "jane" })).toEqual([three, two]);
      expect(await found(harness, { until: now, project: "platform/api" })).toEqual([one]);
      expect(await found(harness, { until: now - 1 })).toEqual([]);
      const before = { receivedAt: now + 3, number: 0 };
      expect(await found(harness, { before, until: now + 1 })).toEqual([two, one]);
    });

    test.each([{}, { person: "jane" }, { project: "platform/api", outcome: "ignored" as const }])(
      "pages through %o show each entry once while new ones come, of equal times too",
      async (query) => {
        const harness = await makeHarness();
        const ids = Array.from({ length: 10 }, () => record(harness));
        const seen: string[] = [];
        let page = await harness.outbox.journal({ limit: 4, ...query });
        while (page.length > 0) {
          seen.push(...page.map(({ webhookId }) => webhookId));
          record({ ...harness, now: harness.now + 1 });
          const before = page.at(-1);
          page = await harness.outbox.journal({ limit: 4, ...query, ...(before && { before }) });
        }
        expect(seen.toSorted()).toEqual(ids.toSorted());
      },
    );

    test("finds the one among thousands that do not match", async () => {
      const harness = await makeHarness();
      const one = record(harness, { project: "a/rare", people: ["jane"] });
      for (let count = 0; count < 3_500; count += 1) record(harness);
      expect(await found(harness, { person: "jane", project: "a/rare" })).toEqual([one]);
      expect(await found(harness, { outcome: "ignored", project: "a/rare" })).toEqual([one]);
    });

    test("finds the one behind thousands that match one of two filters each", async () => {
      const harness = await makeHarness();
      const one = record(harness, { project: "a/one", ref: "dev" });
      for (let count = 0; count < 1_200; count += 1) {
        record(harness, { project: "a/one", ref: "main" });
        record(harness, { project: "a/two", ref: "dev" });
      }
      expect(await found(harness, { project: "a/one", ref: "dev" })).toEqual([one]);
    });

    test("distinguishes people whose webhooks came in the same millisecond", async () => {
      const harness = await makeHarness();
      for (let count = 0; count < 2; count += 1) record(harness, { project: "a/one", people: ["jane"] });
      record(harness, { project: "a/two", people: ["sam"] });
      expect(await found(harness, { person: "jane", project: "a/two" })).toEqual([]);
    });

    test("forgets what is past its retention, and its names", async () => {
      const harness = await makeHarness({ retentionMs: DAY_MS });
      record(harness, { people: ["jane"] });
      await put(harness);
      harness.now += DAY_MS - 1;
      await harness.outbox.journal({ limit: 1 });
      while ((await harness.outbox.prune(harness.now)) > 0);
      expect(await harness.outbox.journal({ limit: 10 })).toHaveLength(2);
      const kept = record(harness, { people: ["jane"] });
      harness.now += 1;
      await harness.outbox.journal({ limit: 1 });
      while ((await harness.outbox.prune(harness.now)) > 0);
      expect(await found(harness, {})).toEqual([kept]);
      expect(await found(harness, { person: "jane" })).toEqual([kept]);
      expect(await harness.countNames()).toBe(1);
    });

    test("forgets only the names of forgotten entries, even from the same millisecond", async () => {
      const harness = await makeHarness({ maxJournal: 1 });
      record(harness, { people: ["jane"] });
      record(harness, { people: ["jane"] });
      await harness.outbox.journal({ limit: 1 });
      while ((await harness.outbox.prune(harness.now)) > 0);
      // Which of the two counts as the newer one is open: they came in one millisecond and are written in one group.
      const kept = await found(harness, {});
      expect(kept).toHaveLength(1);
      expect(await found(harness, { person: "jane" })).toEqual(kept);
    });

    test("keeps the newest when there are more than it may hold", async () => {
      const harness = await makeHarness({ maxJournal: 3 });
      const ids: string[] = [];
      for (; ids.length < 5; harness.now += 1) {
        ids.push(record(harness));
        await harness.outbox.journal({ limit: 1 });
      }
      while ((await harness.outbox.prune(harness.now)) > 0);
      expect(await found(harness, {})).toEqual(ids.slice(2).toReversed());
    });
  });
}
