import { hash } from "node:crypto";
import { openOutbox } from "../../src/outbox/open.ts";
import type { IncomingWebhook } from "../../src/outbox/webhook.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { RECIPIENTS, textOf } from "./messages.ts";

/** Webhooks handed over at once: as many as wait in memory at most. */
const AT_ONCE = 5_000;

/** Of a backlog, in turn. */
export const PROJECTS = 50;

const DAY_MS = 86_400_000;

/** Opens an outbox with ordinary settings. */
export function openStore(databaseUrl: string): Promise<Outbox> {
  return openOutbox(databaseUrl, { dedupeWindowMs: 3_600_000, retentionMs: 14 * DAY_MS });
}

/** Stores pending notifications, numbered from `first` on, for 200 people in turn, by the outbox's own way in. */
export async function fill(outbox: Outbox, count: number, first = 0): Promise<void> {
  for (let begin = first; begin < first + count; begin += AT_ONCE) {
    const length = Math.min(AT_ONCE, first + count - begin);
    const webhooks = Array.from({ length }, (_, index) => webhook(begin + index));
    await Promise.all(webhooks.map((one) => outbox.accept(one, Date.now())));
  }
}

/** As unlike each other as commits are: the journal's index holds the first seven digits. */
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
