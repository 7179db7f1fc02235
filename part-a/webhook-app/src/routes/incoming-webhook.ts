import { summarize } from "../notifications/summarize.ts";
import { sourceOf } from "../gitlab/source.ts";
import { composeNotifications } from "../notifications/compose.ts";
import type { Decision } from "../notifications/decision.ts";
import { originOf, reportOf } from "../notifications/meaning-key.ts";
import type { IncomingWebhook } from "../outbox/webhook.ts";
import type { WebhookInput } from "./webhook-input.ts";

/** What the outbox stores of a webhook that notifies somebody. */
export function incomingWebhook(
  { header, webhookId, kind, event, place }: WebhookInput & { ok: true },
  decision: Decision & { status: "notify" },
): IncomingWebhook {
  const origin = originOf(event, header("x-gitlab-instance"));
  return {
    webhookId,
    notifications: composeNotifications(event, decision.recipients, origin),
    report: reportOf(event, sourceOf(header), origin),
    summary: summarize(kind, event, decision, place),
  };
}
