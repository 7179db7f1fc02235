import type { WebhookSummary } from "./journal.ts";
import type { NewNotification } from "./notification.ts";

/** The sources that may report the same push, each at its own time. */
export const SOURCES = ["hook", "system_hook", "ci"] as const;

export type Source = (typeof SOURCES)[number];

/** A push's or tag push's report about its ref. */
export interface Report {
  /** Project and group hooks count as one source. */
  source: Source;
  /** Identifies instance, project, kind and ref. */
  ref: string;
  /** From which SHA to which. */
  transition: string;
}

/** One POST, and whom it notifies. */
export interface IncomingWebhook {
  /** Identifies this delivery in answers and logs; equal for GitLab's resends. */
  webhookId: string;
  notifications: NewNotification[];
  /** With a report, meanings are counted: a ref that makes the same change again is news. */
  report?: Report | undefined;
  summary: WebhookSummary;
}

/** A webhook on its way into a store. */
export interface ReceivedWebhook extends IncomingWebhook {
  receivedAt: number;
}

interface AcceptedNotification {
  id: number;
  recipient: string;
}

/** `duplicate` names the webhook that was accepted first; its notifications are the ones to look at. */
export type Acceptance =
  | { status: "accepted"; notifications: AcceptedNotification[] }
  | { status: "duplicate"; webhookId: string };

/**
 * When a source's last report may be forgotten: rounded to a full minute, so that the next one seldom moves it in its
 * index. Keeping it longer does no harm: it only shows whether the next one differs.
 */
export function reportKnownUntil(receivedAt: number, dedupeWindowMs: number): number {
  return Math.ceil((receivedAt + dedupeWindowMs) / 60_000) * 60_000;
}

/** How long a delivery key is remembered: as long as GitLab can resend a delivery. */
export const DELIVERY_KEY_MS = 14 * 24 * 3_600_000;

/** The detail of a journal entry that notified nobody new. */
export function duplicateDetail(webhookId: string): string {
  return `${DUPLICATE_DETAIL}${webhookId}.`;
}

export const DUPLICATE_DETAIL = "Its notifications belong to webhook ";

/** The error for a webhook whose values the store rejects: resending it would not help. */
export function refusal({ webhookId }: IncomingWebhook, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The outbox refused webhook ${webhookId}: ${what}`, { cause });
}
