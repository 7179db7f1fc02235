import type { Decision } from "./notifications/decide.ts";
import type { IgnoreReason } from "./reasons.ts";

/** What can become of a webhook. */
export const WEBHOOK_OUTCOMES = ["accepted", "duplicate", "ignored", "rejected"] as const;

/** What became of one POST: the canonical log line and the metric are made from it. */
export interface WebhookRecord {
  outcome: (typeof WEBHOOK_OUTCOMES)[number];
  /** The event's kind, `invalid` when it could not be told. */
  event: string;
  status: number;
  seconds: number;
  webhookId?: string;
  reason?: IgnoreReason;
  detail?: string;
  project?: string;
  ref?: string;
  sha?: string;
  notificationIds?: number[];
  skipped?: Decision["skipped"];
}
