import { hash } from "node:crypto";
import { openOutbox } from "../../src/outbox/open.ts";
import type { IncomingWebhook } from "../../src/outbox/webhook.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { RECIPIENTS, textOf } from "./messages.ts";

/** Webhooks stored at once: the most that may wait in memory. */
const AT_ONCE = 5_000;

/** A backlog's notifications use these projects in turn. */
export const PROJECTS = 50;

const DAY_MS = 86_400_000;

/** Opens an outbox with default settings. */
export function openStore(databaseUrl: string): Promise<Outbox> {
  return openOutbox(databaseUrl, { dedupeWindowMs: 3_600_000, retentionMs: 14 * DAY_MS });
}

/** Stores pending notifications, numbered from `first`, for 200 people in turn, through the outbox's own interface. */
export async function fill(outbox: Outbox, count: number, first = 0): Promise<void> {
  for (let begin = first; begin < first + count; begin += AT_ONCE) {
    const length = Math.min(AT_ONCE, first + count - begin);
    const webhooks = Array.from({ length }, (_, index) => webhook(begin + index));
    await Promise.all(webhooks.map((one) => outbox.accept(one, Date.now())));
  }
}

/** As different from each other as real commits: the journal's index has the first seven digits. */
export const shaOf = (number: number): string => hash("sha1", String(number));

function webhook(number: number): IncomingWebhook {
  const notification = {
    messageId: `backlog${number}`,
    recipient: RECIPIENTS[number % RECIPIENTS.length] ?? "",
    text: textOf(number),
    project: `platform/p${number % PROJECTS}`,
    ref: number % 2 === 0 ? "main" : `feature/${number}`,
    sha: shaOf(number),
    actor: "j.doe",
    commits: 1,
    kind: "push",
    person: "j.doe",
    meaningKey: `meaning ${number}`,
  };
  const { recipient, project, ref, sha, actor } = notification;
  const summary = { event: "push", project, ref, sha, actor, rule: 1, skipped: [], people: [actor, recipient] };
  return { webhookId: `webhook-${number}`, notifications: [notification], summary };
}
