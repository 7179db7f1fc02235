import { Counter, Histogram, type Registry } from "@prometheus-io/client";
import { EVENT_LABELS, eventLabel } from "../gitlab/event-label.ts";
import { digestSize } from "../notifications/digest.ts";
import type { Notification, Settlement } from "../outbox/notification.ts";
import { DELIVERY_REASONS } from "../reasons.ts";
import { DOCUMENTED_ANSWERS } from "../routes/route-table.ts";
import { WEBHOOK_OUTCOMES, type WebhookRecord } from "../webhook-record.ts";
import { HTTP_BUCKETS } from "./http-buckets.ts";

/** From immediate delivery to an outage over a weekend. */
const DELIVERY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];

/** What was received, and the outcome of its notifications. */
export function receivingMetrics(registers: Registry[]) {
  const { webhooksReceived, httpDuration } = webhookMetrics(registers);
  const { notifications, deliverySeconds } = notificationMetrics(registers);
  /**
   * Counts one webhook, and each person whom it could not notify, except whoever acted, who needs no notification. A
   * duplicate was counted with the first, and a rejected one notifies nobody.
   */
  function observeWebhook({ event, outcome, skipped = [] }: WebhookRecord): void {
    webhooksReceived.inc({ event: eventLabel(event), outcome });
    if (outcome === "duplicate" || outcome === "rejected") return;
    for (const { reason } of skipped) if (reason !== "self") notifications.inc({ outcome: "buried", reason });
  }
  /** Counts what was delivered or buried: one notification, or all of a digest, each with the age of its oldest. */
  function observeSettled({ receivedAt, digest }: Notification, { state, reason }: Settlement, now: number): void {
    const count = digest ? digestSize(digest.text) : 1;
    notifications.inc({ outcome: state, reason: reason ?? "" }, count);
    if (state !== "delivered") return;
    for (let counted = 0; counted < count; counted += 1) deliverySeconds.observe(Math.max(0, now - receivedAt) / 1000);
  }
  return { httpDuration, observeWebhook, observeSettled };
}

function webhookMetrics(registers: Registry[]) {
  const webhooksReceived = new Counter({
    name: "webhooks_received_total",
    help: "GitLab webhooks received, by event and outcome",
    labelNames: ["event", "outcome"] as const,
    registers,
  });
  for (const event of EVENT_LABELS) for (const outcome of WEBHOOK_OUTCOMES) webhooksReceived.inc({ event, outcome }, 0);
  const httpDuration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's headers to the end of its answer; without probes",
    labelNames: ["method", "route", "status"] as const,
    buckets: HTTP_BUCKETS,
    registers,
  });
  for (const labels of DOCUMENTED_ANSWERS) httpDuration.zero(labels);
  return { webhooksReceived, httpDuration };
}

function notificationMetrics(registers: Registry[]) {
  const notifications = new Counter({
    name: "notifications_total",
    help: "Notifications delivered, or buried for a reason",
    labelNames: ["outcome", "reason"] as const,
    registers,
  });
  notifications.inc({ outcome: "delivered", reason: "" }, 0);
  for (const reason of DELIVERY_REASONS) notifications.inc({ outcome: "buried", reason }, 0);
  const deliverySeconds = new Histogram({
    name: "notification_delivery_seconds",
    help: "Time from receiving a webhook to its message being in Rocket.Chat; all members of a digest count as its oldest",
    buckets: DELIVERY_BUCKETS,
    registers,
  });
  return { notifications, deliverySeconds };
}
