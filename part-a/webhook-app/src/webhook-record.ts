import type { Decision } from "./notifications/decision.ts";
import type { JournalReason } from "./reasons.ts";

/** The possible outcomes of a webhook. */
export const WEBHOOK_OUTCOMES = ["accepted", "duplicate", "ignored", "rejected"] as const;

export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** The outcome of one POST, for the canonical log line and the metrics. */
export interface WebhookRecord {
  outcome: WebhookOutcome;
  /** The event's kind; `invalid` if the body does not say. */
  event: string;
  status: number;
  seconds: number;
  webhookId?: string;
  reason?: JournalReason;
  detail?: string;
  project?: string;
  ref?: string;
  sha?: string;
  notificationIds?: number[];
  skipped?: Decision["skipped"];
}
