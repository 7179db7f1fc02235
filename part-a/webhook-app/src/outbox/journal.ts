import type { JournalReason, SkipReason } from "../reasons.ts";
import type { WebhookOutcome } from "../webhook-record.ts";
import type { Notification } from "./notification.ts";

/** Somebody whom the policy names but who is not notified, and why. */
interface SkippedPerson {
  person: string;
  reason: SkipReason;
}

/** The most skipped people in one journal entry. */
export const MAX_SKIPPED = 50;

/** What the journal keeps of a webhook: never a body, a secret or a commit's text. Texts are empty where unknown. */
export interface WebhookSummary {
  event: string;
  project: string;
  /** Branch or tag, short. */
  ref: string;
  sha: string;
  actor: string;
  /** Position of the policy's rule, from 1. */
  rule: number | null;
  /** At most `MAX_SKIPPED`. */
  skipped: readonly SkippedPerson[];
  /** Every name by which it can be found, in lower case: who acted, is notified or was skipped. */
  people: readonly string[];
}

/** A webhook that led to no notification. Times are epoch milliseconds. */
export interface UnacceptedWebhook extends WebhookSummary {
  webhookId: string;
  receivedAt: number;
  outcome: Extract<WebhookOutcome, "ignored" | "rejected">;
  reason: JournalReason;
  detail: string;
}

/** A notification's state in the journal. */
type JournalMessage = Pick<Notification, "id" | "recipient" | "state" | "reason">;

/** A webhook in the journal. Times are epoch milliseconds. */
export interface JournalEntry extends WebhookSummary {
  /** Orders what was received in the same millisecond. */
  number: number;
  webhookId: string;
  receivedAt: number;
  outcome: WebhookOutcome;
  reason: JournalReason | null;
  detail: string | null;
  /** Its messages, in the order of their ids. */
  messages: readonly JournalMessage[];
  /** How often the same delivery was repeated, and when last. */
  resends: number;
  lastResentAt: number | null;
}

/** Newest first; `before` is the last entry of the previous page. Times are of receipt, both included. */
export interface JournalQuery {
  limit: number;
  before?: Pick<JournalEntry, "receivedAt" | "number">;
  since?: number;
  until?: number;
  project?: string;
  ref?: string;
  /** At least 7 digits, in lower case. */
  shaPrefix?: string;
  /** In lower case. */
  person?: string;
  outcome?: WebhookOutcome;
  reason?: JournalReason;
}

/** The default of `maxJournal`: some 500 MB with its indexes. */
export const MAX_JOURNAL = 1_000_000;
