import { expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { keyHash } from "../../src/outbox/key-hash.ts";
import type { IncomingWebhook, Source } from "../../src/outbox/webhook.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { countBlocked, createDatabase, type TestDatabase } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

async function openTwo(): Promise<TestDatabase & { outboxes: [Outbox, Outbox]; troubles: string[] }> {
  const database = await createDatabase();
  const troubles: string[] = [];
  const open = () => openOutbox(database.url, { ...OPTIONS, onTrouble: ({ message }) => void troubles.push(message) });
  const outboxes: [Outbox, Outbox] = [await open(), await open()];
  onTestFinished(async () => void (await Promise.all(outboxes.map((outbox) => outbox.close()))));
  return { ...database, outboxes, troubles };
}

/** Accepts all in one group: while a first one is on its way. */
function acceptTogether(outbox: Outbox, webhooks: readonly IncomingWebhook[]): Promise<unknown> {
  return Promise.all([newWebhook(), ...webhooks].map((webhook) => outbox.accept(webhook, NOW)));
}

test.each(["delivery", "meaning"] as const)(
  "two replicas with the same keys in opposite orders (%s) get them one after the other",
  async (kind) => {
    const { query, outboxes, troubles } = await openTwo();
    const hex = (key: string) => Buffer.from(keyHash(kind, key)).toString("hex");
    const keys = ["a", "b", "c"].toSorted((one, other) => (hex(one) < hex(other) ? -1 : 1));
    const webhookOf = (key: string) =>
      kind === "delivery" ? { ...newWebhook({}), webhookId: key } : newWebhook({ meaningKey: key });
    // The one in the middle holds both up when each has its first ones.
    await query(
      `BEGIN; INSERT INTO seen (key, expires_at, webhook_id) VALUES ('\\x${hex(keys[1] ?? "")}', 0, 'other')`,
    );
    const accepting = Promise.all([
      acceptTogether(outboxes[0], keys.map(webhookOf)),
      acceptTogether(outboxes[1], keys.toReversed().map(webhookOf)),
    ]);
    await expect.poll(() => countBlocked(query)).toBe(2);
    await query("ROLLBACK");
    await accepting;
    expect(troubles).toEqual([]);
    expect((await query("SELECT FROM notification")).rowCount).toBe(3);
  },
);

/** One source's reports of a ref that moves back and forth, each a separate delivery. */
function pushesOf(source: Source, refs: number): IncomingWebhook[] {
  return ["X>Y", "Y>X", "X>Y"].flatMap((transition) =>
    Array.from({ length: refs }, (_, ref) => ({
      ...newWebhook({ meaningKey: `${ref} ${transition}` }),
      report: { source, ref: `${ref}`, transition },
    })),
  );
}

test("refs that move back and forth, reported to two replicas at once in opposite orders, are notified once for each change", async () => {
  const { query, outboxes, troubles } = await openTwo();
  const REFS = 60;
  const byHook = pushesOf("hook", REFS);
  const bySystemHook = Array.from({ length: 3 }, (_, time) =>
    pushesOf("system_hook", REFS)
      .slice(time * REFS, (time + 1) * REFS)
      .toReversed(),
  ).flat();
  await Promise.all([acceptTogether(outboxes[0], byHook), acceptTogether(outboxes[1], bySystemHook)]);
  expect(troubles).toEqual([]);
  const { rows } = await query("SELECT count(*)::integer AS told FROM notification");
  expect(rows).toEqual([{ told: 3 * REFS }]);
});

test("the same duplicates at two replicas are answered alike, and neither waits for the other in a circle", async () => {
  const { query, outboxes, troubles } = await openTwo();
  const [outbox, other] = outboxes;
  const meanings = Array.from({ length: 400 }, (_, index) => `push ${index}`);
  const firsts = meanings.map((meaningKey) => newWebhook({ meaningKey }));
  await Promise.all(firsts.map((webhook) => outbox.accept(webhook, NOW)));
  const expected = firsts.map(({ webhookId }) => ({ status: "duplicate", webhookId }));

  for (let round = 0; round < 12; round += 1) {
    const again = meanings.map((meaningKey) => newWebhook({ meaningKey }));
    const here = Promise.all(again.map((webhook) => outbox.accept(webhook, NOW)));
    // The other one comes a little later each time, so that it meets every step of the first.
    for (let trips = 0; trips < 2 * round; trips += 1) await query("SELECT 1");
    const there = Promise.all(again.toReversed().map((webhook) => other.accept(webhook, NOW)));
    expect(await here).toEqual(expected);
    expect((await there).toReversed()).toEqual(expected);
  }
  expect(troubles).toEqual([]);
});
