import { expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { createDatabase } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

test("the same duplicates at two replicas are answered alike, and neither waits for the other in a circle", async () => {
  const { url, query } = await createDatabase();
  const troubles: string[] = [];
  const onTrouble = ({ message }: Error) => void troubles.push(message);
  const [outbox, other] = [
    await openOutbox(url, { ...OPTIONS, onTrouble }),
    await openOutbox(url, { ...OPTIONS, onTrouble }),
  ];
  onTestFinished(async () => void (await Promise.all([outbox.close(), other.close()])));
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
