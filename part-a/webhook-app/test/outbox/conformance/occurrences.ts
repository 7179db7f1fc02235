import { describe, expect, test } from "vitest";
import { type IncomingWebhook, type Source, SOURCES } from "../../../src/outbox/webhook.ts";
import { acceptNew, HOUR_MS, newWebhook, pendingIds, type Harness, type MakeHarness } from "../harness.ts";
import { seededRandom } from "../../../testing/seeded-random.ts";
import { createModel } from "../occurrence-model.ts";

const SOURCE_OF: Record<string, Source> = { P: "hook", S: "system_hook", C: "ci" };

interface Said {
  source: Source;
  transition: string;
  ref?: string;
  recipients?: string[];
}

/** A separate delivery that reports a transition. */
function report({ source, transition, ref = "main", recipients = ["jane"] }: Said): IncomingWebhook {
  const meaning = (recipient: string) => ({ recipient, meaningKey: `${ref} ${transition} ${recipient}` });
  return { ...newWebhook(...recipients.map(meaning)), report: { source, ref, transition } };
}

/** "P X>Y, S X>Y": reports in their order, each a source and a transition. */
function readSequence(text: string): IncomingWebhook[] {
  return text.split(", ").map((word) => {
    const [source = "", transition = ""] = word.split(" ");
    return report({ source: SOURCE_OF[source] ?? "hook", transition });
  });
}

async function toldOf({ outbox, now }: Harness, webhook: IncomingWebhook): Promise<number> {
  const acceptance = await outbox.accept(webhook, now);
  return acceptance.status === "accepted" ? acceptance.notifications.length : 0;
}

export function describeOccurrences(makeHarness: MakeHarness): void {
  describe("occurrences", () => {
    const sequences: [text: string, messages: number][] = [
      ["P X>Y, S X>Y, C X>Y", 1],
      ["P X>Y, P Y>X, P X>Y", 3],
      ["P 0>c, P c>0, P 0>c", 3],
      ["P X>Y, P Y>X, C X>Y", 2],
      ["P X>Y, C X>Y, P Y>X, C Y>X, P X>Y, C X>Y", 3],
      ["P X>Y, S Y>X, S X>Y, P Y>X", 2],
      ["P X>Y, P X>Y", 1],
      ["P X>Y, P Y>X, P X>Y, P X>Y, S X>Y, S Y>X, S X>Y, S X>Y", 3],
      ["C 0>c, C 0>c", 1],
    ];

    test.each(sequences)("%s makes %i messages, one by one", async (text, messages) => {
      const harness = await makeHarness();
      for (const webhook of readSequence(text)) await harness.outbox.accept(webhook, harness.now);
      expect(await pendingIds(harness)).toHaveLength(messages);
    });

    test.each(sequences)("%s makes %i messages in one group", async (text, messages) => {
      const harness = await makeHarness();
      const group = [newWebhook(), ...readSequence(text)];
      await Promise.all(group.map((webhook) => harness.outbox.accept(webhook, harness.now)));
      expect(await pendingIds(harness)).toHaveLength(messages);
    });

    test("a duplicate leads to the webhook that last notified of it, even after a restart", async () => {
      const harness = await makeHarness();
      const [first, back, again, other] = readSequence("P X>Y, P Y>X, P X>Y, S X>Y") as [
        IncomingWebhook,
        IncomingWebhook,
        IncomingWebhook,
        IncomingWebhook,
      ];
      for (const webhook of [first, back]) await acceptNew(harness, webhook);
      await harness.reopen();
      await acceptNew(harness, again);
      const duplicate = { status: "duplicate", webhookId: again.webhookId };
      expect(await harness.outbox.accept(other, harness.now)).toEqual(duplicate);
    });

    test("a resent delivery is not a report", async () => {
      const harness = await makeHarness();
      const [first, back] = readSequence("P X>Y, P Y>X") as [IncomingWebhook, IncomingWebhook];
      for (const webhook of [first, back]) await acceptNew(harness, webhook);
      expect((await harness.outbox.accept(first, harness.now)).status).toBe("duplicate");
      // The last report is still Y>X: this is another delivery of it.
      const same = report({ source: "hook", transition: "Y>X" });
      expect((await harness.outbox.accept(same, harness.now)).status).toBe("duplicate");
    });

    test("another ref, and another person, are counted by themselves", async () => {
      const harness = await makeHarness();
      await acceptNew(harness, report({ source: "hook", transition: "X>Y" }));
      await acceptNew(harness, report({ source: "hook", transition: "Y>X", ref: "other" }));
      const toJoe = report({ source: "hook", transition: "X>Y", recipients: ["jane", "joe"] });
      expect(await harness.outbox.accept(toJoe, harness.now)).toMatchObject({ notifications: [{ recipient: "joe" }] });
      await acceptNew(harness, report({ source: "hook", transition: "Y>X" }));
      expect(
        await acceptNew(harness, report({ source: "hook", transition: "X>Y", recipients: ["jane", "joe"] })),
      ).toHaveLength(2);
      expect(
        await toldOf(harness, report({ source: "system_hook", transition: "X>Y", recipients: ["jane", "joe"] })),
      ).toBe(0);
    });

    test("an occurrence is known for the window from its own first report", async () => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      const [first, back, again] = readSequence("P X>Y, P Y>X, P X>Y") as [
        IncomingWebhook,
        IncomingWebhook,
        IncomingWebhook,
      ];
      await acceptNew(harness, first);
      harness.now += HOUR_MS - 2;
      await acceptNew(harness, back);
      await acceptNew(harness, again);
      harness.now += HOUR_MS - 1;
      expect(await toldOf(harness, report({ source: "system_hook", transition: "X>Y" }))).toBe(0);
      harness.now += 1;
      expect(await toldOf(harness, report({ source: "system_hook", transition: "X>Y" }))).toBe(1);
    });

    test.each([1, 2, 3, 4])("random reports are notified as in a small model (seed %i)", async (seed) => {
      const harness = await makeHarness({ dedupeWindowMs: HOUR_MS });
      const model = createModel(HOUR_MS);
      const { pick } = seededRandom(seed);
      for (let round = 0; round < 40; round += 1) {
        harness.now += pick([0, 0, 1, HOUR_MS / 10, HOUR_MS / 2]);
        const group = Array.from({ length: pick([1, 1, 2, 5, 12]) }, () =>
          report({
            source: pick([...SOURCES]),
            transition: pick(["X>Y", "Y>X", "Y>Z"]),
            ref: pick(["main", "other"]),
            recipients: pick([["jane"], ["joe"], ["jane", "joe"]]),
          }),
        );
        // The group after a first one: together, and in this order.
        const [, ...told] = await Promise.all([newWebhook(), ...group].map((webhook) => toldOf(harness, webhook)));
        expect(told, `round ${round}`).toEqual(group.map((webhook) => model.told(webhook, harness.now)));
      }
    });
  });
}
