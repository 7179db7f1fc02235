import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "@prometheus-io/client";
import { EVENT_LABELS, eventLabel } from "./gitlab/event-label.ts";
import type { Notification, OutboxStats, Settlement } from "./outbox/outbox.ts";
import { DELIVERY_REASONS, PAUSE_REASONS, type PauseReason } from "./reasons.ts";
import { OPERATIONS } from "./rocketchat/operations.ts";
import type { WebhookRecord } from "./routes/receive-webhook.ts";
import { DOCUMENTED_ANSWERS } from "./routes/route-table.ts";

export type WebhookOutcome = "accepted" | "duplicate" | "ignored" | "rejected";

const OUTCOMES: readonly WebhookOutcome[] = ["accepted", "duplicate", "ignored", "rejected"];

/** Codes that Rocket.Chat answers with; others make their series when they first come. */
const ROCKETCHAT_CODES = ["200", "400", "401", "403", "429", "500", "502", "503", "timeout", "error"];

/** From a commit to local disk (0.1 ms) to the 8 s after which a webhook is refused. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8];

/** GitLab gives up after 10 s. */
const HTTP_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From a direct hit to a weekend's outage. */
const DELIVERY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];

/** Every metric of the service, in a registry of its own, each label set of a closed list present from the start. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    ...receivingMetrics(registers),
    ...outboxMetrics(registers),
    ...relayMetrics(registers),
    ...rocketChatMetrics(registers),
  };
}

function receivingMetrics(registers: Registry[]) {
  const { webhooksReceived, httpDuration } = webhookMetrics(registers);
  const { notifications, deliverySeconds } = notificationMetrics(registers);
  /** Counts one webhook, and each person whom it could not tell for want of a mapping. */
  function observeWebhook({ event, outcome, skipped = [] }: WebhookRecord): void {
    webhooksReceived.inc({ event: eventLabel(event), outcome });
    const unmapped = skipped.filter(({ reason }) => reason === "unmapped_user").length;
    if (unmapped > 0) notifications.inc({ outcome: "buried", reason: "unmapped_user" }, unmapped);
  }
  /** Counts one notification that was delivered or buried. */
  function observeSettled({ receivedAt }: Notification, { state, reason }: Settlement, now: number): void {
    notifications.inc({ outcome: state, reason: reason ?? "" });
    if (state === "delivered") deliverySeconds.observe(Math.max(0, now - receivedAt) / 1000);
  }
  return { httpDuration, observeWebhook, observeSettled };
}

function webhookMetrics(registers: Registry[]) {
  const webhooksReceived = new Counter({
    name: "webhooks_received_total",
    help: "GitLab webhooks received, by event and what became of them",
    labelNames: ["event", "outcome"] as const,
    registers,
  });
  for (const event of EVENT_LABELS) for (const outcome of OUTCOMES) webhooksReceived.inc({ event, outcome }, 0);
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
    help: "Notifications that were settled: delivered, or buried for a reason",
    labelNames: ["outcome", "reason"] as const,
    registers,
  });
  notifications.inc({ outcome: "delivered", reason: "" }, 0);
  for (const reason of DELIVERY_REASONS) notifications.inc({ outcome: "buried", reason }, 0);
  const deliverySeconds = new Histogram({
    name: "notification_delivery_seconds",
    help: "Time from a webhook's receipt to its message being in Rocket.Chat",
    buckets: DELIVERY_BUCKETS,
    registers,
  });
  return { notifications, deliverySeconds };
}

function outboxMetrics(registers: Registry[]) {
  const pending = new Gauge({ name: "outbox_pending", help: "Notifications waiting for delivery", registers });
  const buried = new Gauge({ name: "outbox_buried", help: "Notifications given up and not yet deleted", registers });
  const oldest = new Gauge({
    name: "outbox_oldest_pending_seconds",
    help: "Age of the oldest notification waiting for delivery; 0 when none is",
    registers,
  });
  const commitSeconds = new Histogram({
    name: "outbox_commit_seconds",
    help: "Time one group commit took",
    buckets: COMMIT_BUCKETS,
    registers,
  });
  const commitWebhooks = new Histogram({
    name: "outbox_commit_webhooks",
    help: "Webhooks in one group commit",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  });
  /** Sets the store's gauges at scrape time; NaN when the store does not answer. */
  function observeStore(stats: OutboxStats | undefined, now: number): void {
    pending.set(stats?.pending ?? Number.NaN);
    buried.set(stats?.buried ?? Number.NaN);
    oldest.set(stats ? Math.max(0, now - (stats.oldestPendingAt ?? now)) / 1000 : Number.NaN);
  }
  return { commitSeconds, commitWebhooks, observeStore };
}

function relayMetrics(registers: Registry[]) {
  const leader = new Gauge({ name: "relay_leader", help: "1 while this process sends, else 0", registers });
  const paused = new Gauge({
    name: "relay_paused",
    help: "1 while deliveries wait because Rocket.Chat as a whole is in trouble, by reason",
    labelNames: ["reason"] as const,
    registers,
  });
  /** Sets the relay's gauges at scrape time. */
  function observeRelay(status: { leader: boolean; paused: PauseReason | null }): void {
    leader.set(status.leader ? 1 : 0);
    for (const reason of PAUSE_REASONS) paused.set({ reason }, status.paused === reason ? 1 : 0);
  }
  observeRelay({ leader: false, paused: null });
  return { observeRelay };
}

function rocketChatMetrics(registers: Registry[]) {
  const requests = new Counter({
    name: "rocketchat_requests_total",
    help: "Requests to Rocket.Chat by operation and HTTP status, or `timeout`, or `error` for the network's",
    labelNames: ["operation", "code"] as const,
    registers,
  });
  const seconds = new Histogram({
    name: "rocketchat_request_duration_seconds",
    help: "Time one request to Rocket.Chat took",
    labelNames: ["operation"] as const,
    buckets: HTTP_BUCKETS,
    registers,
  });
  for (const operation of OPERATIONS) {
    seconds.zero({ operation });
    for (const code of ROCKETCHAT_CODES) requests.inc({ operation, code }, 0);
  }
  /** Counts one request to Rocket.Chat. */
  function observeRequest(operation: (typeof OPERATIONS)[number], code: string, duration: number): void {
    requests.inc({ operation, code });
    seconds.observe({ operation }, duration);
  }
  return { observeRequest };
}
