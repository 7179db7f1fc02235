import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import type { NewNotification } from "../../src/outbox/notification.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { createRelay } from "../../src/relay/relay.ts";
import { failed, rejected } from "./answers.ts";
import { SUMMARY } from "../outbox/harness.ts";
import { HOUR_MS } from "./harness.ts";

async function openTemporaryOutbox(): Promise<Outbox> {
  const directory = await mkdtemp(join(tmpdir(), "relay-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const options = { dedupeWindowMs: HOUR_MS, retentionMs: 24 * HOUR_MS };
  const outbox = await openOutbox(`sqlite:${join(directory, "outbox.sqlite")}`, options);
  onTestFinished(() => outbox.close());
  return outbox;
}

function newNotification(number: number, recipient: string): NewNotification {
  const sha = number.toString(16).padStart(40, "0");
  const messageId = `message-${number}`;
  const push = { text: "pushed", project: "platform/api", ref: "main", sha, actor: "j.doe", commits: 1, kind: "push" };
  return { ...push, person: "j.doe", messageId, recipient, meaningKey: messageId };
}

test("brings what the SQLite outbox accepted to its recipients in order, and records what became of it", async () => {
  const outbox = await openTemporaryOutbox();
  const sent = new Map<string, string[]>();
  const settled: number[] = [];
  const relay = createRelay({
    outbox,
    async deliver({ recipient, messageId }): Promise<DeliveryResult> {
      const attempts = sent.get(recipient)?.filter((id) => id === messageId).length ?? 0;
      sent.set(recipient, [...(sent.get(recipient) ?? []), messageId]);
      if (messageId === "message-7") return rejected("message_rejected");
      if (messageId === "message-8" && attempts === 0) return failed("timeout");
      return { status: "delivered" };
    },
    holder: "relay-1",
    concurrency: 4,
    maxAgeMs: HOUR_MS,
    find: async () => "absent",
    lateAfterMs: HOUR_MS,
    digestAfter: 5,
    clock: Date.now,
    pollMs: 20,
    onSettled: ({ id }) => settled.push(id),
  });
  relay.start();
  for (let number = 1; number <= 300; number += 1) {
    const notifications = [newNotification(number, `person-${number % 3}`)];
    await outbox.accept({ webhookId: `webhook-${number}`, notifications, summary: SUMMARY }, Date.now());
    relay.wake();
  }
  await expect.poll(() => settled.length, { timeout: 20_000 }).toBe(300);
  await relay.stop(1_000);

  expect(new Set(settled).size).toBe(300);
  expect(sent.get("person-1")?.slice(0, 4)).toEqual(["message-1", "message-4", "message-7", "message-10"]);
  expect(sent.get("person-2")?.slice(0, 4)).toEqual(["message-2", "message-5", "message-8", "message-8"]);
  expect(await outbox.list({ limit: 5, state: "buried" })).toMatchObject([
    { messageId: "message-7", attempts: 1, reason: "message_rejected" },
  ]);
  expect(await outbox.stats()).toMatchObject({ pending: 0, buried: 1 });
  expect(await outbox.acquireLease("relay-2", Date.now())).toBe(true);
});
