import type { DeliveryReason } from "../reasons.ts";

/** One direct message for one person, as the receiver hands it to the outbox. */
export interface NewNotification {
  /** The `_id` that Rocket.Chat will store: sending it twice posts once. */
  messageId: string;
  /** Rocket.Chat username. */
  recipient: string;
  text: string;
  /** GitLab's path_with_namespace. */
  project: string;
  /** Branch or tag without `refs/heads/` or `refs/tags/`. */
  ref: string;
  sha: string;
  /** GitLab username, or name, of who acted; may be empty. */
  actor: string;
  /** How many commits it names: all of a push, 0 for a push without, 1 for the other kinds. */
  commits: number;
  /** `push`, `tag_push`, `branch_deleted`, `merge_request`, …; empty for what was stored before kinds were. */
  kind: string;
  /** GitLab username or commit e-mail by which the policy chose the recipient; empty for one whom a rule names. */
  person: string;
  /** Equal for every webhook that would notify this person of the same thing. */
  meaningKey: string;
}

export const NOTIFICATION_STATES = ["pending", "delivered", "buried"] as const;
type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** One failed try and what was said about it. */
export interface FailedAttempt {
  /** When it failed. */
  at: number;
  reason: DeliveryReason;
  /** The request to Rocket.Chat. */
  operation: string;
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** Rocket.Chat's own code, or the network's or TLS's. */
  code: string | null;
  detail: string;
}

/** A message in place of several. */
interface DigestMessage {
  /** The `_id` that Rocket.Chat will store. */
  messageId: string;
  text: string;
}

/** Pending notifications of one person that go as one message; the first of `ids` becomes its carrier. */
export interface Digest extends DigestMessage {
  ids: readonly number[];
}

/** A stored notification. Times are epoch milliseconds. */
export interface Notification {
  /** Ordered: within one recipient a smaller id is sent first. */
  id: number;
  messageId: string;
  recipient: string;
  text: string;
  project: string;
  ref: string;
  sha: string;
  actor: string;
  commits: number;
  kind: string;
  person: string;
  webhookId: string;
  state: NotificationState;
  /** Sends that failed because of this very message or recipient, and the one that succeeded. */
  attempts: number;
  reason: DeliveryReason | null;
  receivedAt: number;
  /** When it last became pending: its receipt, or the last retry by hand. It expires counted from here. */
  pendingSince: number;
  settledAt: number | null;
  /** The last of them, oldest first. A digest's stand at its carrier. */
  failedAttempts: readonly FailedAttempt[];
  /** At a digest's carrier: what is sent in its place. */
  digest: DigestMessage | null;
  /** At the others of a digest: the id of its carrier. They are pending until it is settled, and not handed out. */
  digestOf: number | null;
}

/**
 * What the relay found out about one notification; `pending` records a failed attempt. `failedAttempts` replaces those
 * stored; without it they stay. With `pendingSince`, as it was read, one that was retried by hand since stays as it is.
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
  /** Recipients of whom the relay wants no more rows for now. */
  blocked: readonly string[];
}

/** Newest first; `before` is the last id of the previous page. */
export interface ListQuery {
  limit: number;
  before?: number;
  state?: NotificationState;
  recipient?: string;
  /** Who is notified, by the recipient's name or that by which the policy chose it, without case. */
  person?: string;
  ref?: string;
  /** How it begins, or all of it. */
  sha?: string;
  webhookId?: string;
  reason?: DeliveryReason;
  project?: string;
  /** Of receipt, both included. */
  since?: number;
  until?: number;
}

/** A notification to be sent again, to somebody else if `recipient` says so. */
export interface Retry {
  id: number;
  recipient?: string | undefined;
}
