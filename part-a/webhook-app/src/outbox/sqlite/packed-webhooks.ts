import type { SkipReason } from "../../reasons.ts";
import type { Source, WebhookSummary } from "../outbox.ts";
import type { ReceivedWebhook } from "../received-webhook.ts";

/**
 * A group of webhooks for the way to the writer, as one flat list. Cloning costs by the object: in groups of 32 this
 * takes the main thread 2.0 us per webhook, the webhooks as they are 3.4 us, JSON text 4.1 us.
 */
export type PackedWebhooks = (string | number | null)[];

export function packWebhooks(webhooks: readonly ReceivedWebhook[]): PackedWebhooks {
  const packed: PackedWebhooks = [];
  for (const { webhookId, receivedAt, notifications, report, summary } of webhooks) {
    packed.push(webhookId, receivedAt, report?.source ?? "");
    if (report) packed.push(report.ref, report.transition);
    packSummary(summary, packed);
    packed.push(notifications.length);
    for (const one of notifications) {
      const { messageId, recipient, text, project, ref, sha, actor, commits, kind, person, meaningKey } = one;
      packed.push(messageId, recipient, text, project, ref, sha, actor, commits, kind, person, meaningKey);
    }
  }
  return packed;
}

function packSummary(summary: WebhookSummary, packed: PackedWebhooks): void {
  const { event, project, ref, sha, actor, rule, skipped, people } = summary;
  packed.push(event, project, ref, sha, actor, rule, people.length, ...people, skipped.length);
  for (const { person, reason } of skipped) packed.push(person, reason);
}

export function unpackWebhooks(packed: PackedWebhooks): ReceivedWebhook[] {
  const webhooks: ReceivedWebhook[] = [];
  let position = 0;
  const text = () => packed[position++] as string;
  const number = () => packed[position++] as number;

  // The fields in the order of packing: they are evaluated in the order in which they are written.
  const notification = () => ({
    messageId: text(),
    recipient: text(),
    text: text(),
    project: text(),
    ref: text(),
    sha: text(),
    actor: text(),
    commits: number(),
    kind: text(),
    person: text(),
    meaningKey: text(),
  });
  const report = (source: Source | "") => (source === "" ? undefined : { source, ref: text(), transition: text() });
  const many = <One>(one: () => One) => Array.from({ length: number() }, one);
  const summary = () => ({
    event: text(),
    project: text(),
    ref: text(),
    sha: text(),
    actor: text(),
    rule: packed[position++] as number | null,
    people: many(text),
    skipped: many(() => ({ person: text(), reason: text() as SkipReason })),
  });
  while (position < packed.length) {
    webhooks.push({
      webhookId: text(),
      receivedAt: number(),
      report: report(text() as Source | ""),
      summary: summary(),
      notifications: many(notification),
    });
  }
  return webhooks;
}
