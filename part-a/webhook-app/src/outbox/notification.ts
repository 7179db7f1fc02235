import type { DeliveryReason } from "../reasons.ts";

/** One direct message for one person, as the receiver passes it to the outbox. */
export interface NewNotification {
  /** The `_id` in Rocket.Chat: sending it twice posts once. */
  messageId: string;
  /** Rocket.Chat username. */
  recipient: string;
  text: string;
  /** GitLab's path_with_namespace. */
  project: string;
  /** Branch or tag without `refs/heads/` or `refs/tags/`. */
  ref: string;
  sha: string;
  /** GitLab username, or name, of whoever acted; may be empty. */
  actor: string;
  /** Its number of commits: all of a push, 0 for a push without commits, 1 for other kinds. */
  commits: number;
  /** `push`, `tag_push`, `branch_deleted`, `merge_request`, …; empty if it was stored before kinds existed. */
  kind: string;
  /** GitLab username or commit e-mail by which the policy chose the recipient; empty for one whom a rule names. */
  person: string;
  /** Equal for every webhook that would notify this person of the same thing. */
  meaningKey: string;
}

export const NOTIFICATION_STATES = ["pending", "delivered", "buried"] as const;
type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** One failed attempt and its evidence. */
export interface FailedAttempt {
  /** When it failed. */
  at: number;
  reason: DeliveryReason;
  /** The request to Rocket.Chat. */
  operation: string;
  /** HTTP status; null if there was no answer. */
  status: number | null;
  /** Rocket.Chat's own code, or the network's or TLS's. */
  code: string | null;
  detail: string;
}

/** A message that replaces several. */
interface DigestMessage {
  /** The `_id` in Rocket.Chat. */
  messageId: string;
  text: string;
}

/** Pending notifications of one person that are sent as one message; the first of `ids` becomes its carrier. */
export interface Digest extends DigestMessage {
  ids: readonly number[];
}

/** A stored notification. Times are epoch milliseconds. */
export interface Notification extends Omit<NewNotification, "meaningKey"> {
  /** Ordered: within one recipient a smaller id is sent first. */
  id: number;
  webhookId: string;
  state: NotificationState;
  /** Attempts that failed because of this message or its recipient, and the one that succeeded. */
  attempts: number;
  reason: DeliveryReason | null;
  receivedAt: number;
  /** When it last became pending: its receipt, or the last manual retry. Its expiry is counted from here. */
  pendingSince: number;
  settledAt: number | null;
  /** The last failed attempts, oldest first. A digest's are stored with its carrier. */
  failedAttempts: readonly FailedAttempt[];
  /** For a digest's carrier: what is sent instead. */
  digest: DigestMessage | null;
  /** For a digest's other members: the id of its carrier. They are pending until it is settled, and not handed out. */
  digestOf: number | null;
}

/**
 * A notification's result in the relay; `pending` records a failed attempt. `failedAttempts` replaces those
 * stored; without it they stay. `pendingSince`, as it was read, protects a notification that was retried manually
 * since.
 */
export type Settlement = {
  id: number;
  attempts: number;
  failedAttempts?: readonly FailedAttempt[];
  pendingSince?: number;
} & ({ state: "delivered"; reason: null } | { state: "buried" | "pending"; reason: DeliveryReason });

export interface PendingQuery {
  limit: number;
  /** Ids that the relay holds already. */
  held: readonly number[];
  /** Recipients for whom the relay wants no more rows for now. */
  blocked: readonly string[];
}

/** Newest first; `before` is the last id of the previous page. */
export interface ListQuery {
  limit: number;
  before?: number;
  state?: NotificationState;
  recipient?: string;
  /** Who is notified: the recipient's name or that by which the policy chose it, ignoring case. */
  person?: string;
  ref?: string;
  /** The full SHA or its beginning. */
  sha?: string;
  webhookId?: string;
  reason?: DeliveryReason;
  project?: string;
  /** Times of receipt, both included. */
  since?: number;
  until?: number;
}

/** A notification to retry, for another recipient if `recipient` is set. */
export interface Retry {
  id: number;
  recipient?: string | undefined;
}
