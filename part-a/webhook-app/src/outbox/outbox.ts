import type { DeliveryReason, JournalReason, SkipReason } from "../reasons.ts";
import type { RelayCondition } from "../relay-condition.ts";
import type { WebhookOutcome } from "../webhook-record.ts";

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
  /** How many commits it tells of: all of a push, 0 for a push without, 1 for the other kinds. */
  commits: number;
  /** `push`, `tag_push`, `branch_deleted`, `merge_request`, …; empty for what was stored before kinds were. */
  kind: string;
  /** GitLab username or commit e-mail by which the policy chose the recipient; empty for one whom a rule names. */
  person: string;
  /** Equal for every webhook that would tell this person the same thing. */
  meaningKey: string;
}

/** Who may report one and the same push, each in its own time. */
export const SOURCES = ["hook", "system_hook", "ci"] as const;

export type Source = (typeof SOURCES)[number];

/** What a push or tag push says of its ref. */
export interface Report {
  /** Project and group hooks are one. */
  source: Source;
  /** Names instance, project, kind and ref. */
  ref: string;
  /** From which SHA to which. */
  transition: string;
}

/** Somebody whom the policy names but who is not notified, and why. */
interface SkippedPerson {
  person: string;
  reason: SkipReason;
}

/** Of them an entry of the journal names no more. */
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
  /** Every name by which it can be found, in lower case: who acted, is notified or is skipped. */
  people: readonly string[];
}

/** A webhook that led to no notification. Times are epoch milliseconds. */
export interface UntoldWebhook extends WebhookSummary {
  webhookId: string;
  receivedAt: number;
  outcome: Extract<WebhookOutcome, "ignored" | "rejected">;
  reason: JournalReason;
  detail: string;
}

/** Where a notification stands, as the journal shows it. */
type JournalMessage = Pick<Notification, "id" | "recipient" | "state" | "reason">;

/** A webhook as the journal shows it. Times are epoch milliseconds. */
export interface JournalEntry extends WebhookSummary {
  /** Orders what was received in the same millisecond. */
  number: number;
  webhookId: string;
  receivedAt: number;
  outcome: WebhookOutcome;
  reason: JournalReason | null;
  detail: string | null;
  /** What it led to, in the order of their ids. */
  messages: readonly JournalMessage[];
  /** How often the same delivery came again, and when last. */
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

/** What one POST asks to be told. */
export interface IncomingWebhook {
  /** Names this delivery in answers and logs; equal for GitLab's resends. */
  webhookId: string;
  notifications: NewNotification[];
  /** With one, meanings are counted: a ref that goes the same way again is news. */
  report?: Report | undefined;
  summary: WebhookSummary;
}

interface AcceptedNotification {
  id: number;
  recipient: string;
}

/** `duplicate` names the webhook that was accepted first; its notifications are the ones to look at. */
export type Acceptance =
  | { status: "accepted"; notifications: AcceptedNotification[] }
  | { status: "duplicate"; webhookId: string };

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

export interface OutboxStats {
  pending: number;
  buried: number;
  /** Receipt of the oldest pending notification. */
  oldestPendingAt: number | null;
}

export interface OutboxOptions {
  /** How long a meaning is remembered, counted from its first webhook. */
  dedupeWindowMs: number;
  /** Settled notifications and journal entries older than this are deleted by `prune`. */
  retentionMs: number;
  /** The journal's older entries are deleted by `prune`; 1,000,000 by default. */
  maxJournal?: number;
  /** Called after each group commit: how many webhooks it held and how long the commit took. */
  onCommit?: (webhooks: number, seconds: number) => void;
  /** Called when the store cannot be reached for a new reason, at the start too; not for each call that fails of it. */
  onTrouble?: (trouble: OutboxUnavailable) => void;
  /** Called once when the store is lost for good: the process should end, so that its supervisor starts it anew. */
  onFatal?: (error: Error) => void;
}

/**
 * From when on a source's last report may be forgotten: a full minute, so that the next one seldom moves it in its index.
 * Being known for longer does no harm: it only tells whether the next one is another.
 */
export function reportKnownUntil(receivedAt: number, dedupeWindowMs: number): number {
  return Math.ceil((receivedAt + dedupeWindowMs) / 60_000) * 60_000;
}

/** How long a delivery key is remembered: as long as GitLab keeps a delivery that it can resend. */
export const DELIVERY_KEY_MS = 14 * 24 * 3_600_000;

/** What `maxJournal` is by default: some 500 MB with its indexes. */
export const MAX_JOURNAL = 1_000_000;

/** Who holds the relay's lease, and what it said of itself when it renewed it last; null where it does not say. */
export interface LeaseHolder {
  holder: string;
  condition: RelayCondition | null;
}

/** A relay that has not renewed its lease for this long has lost it. */
export const LEASE_MS = 10_000;

/**
 * Where notifications wait between GitLab's webhook and Rocket.Chat.
 *
 * The seam is the operation, not the statement: each store does these in its own best way, and one conformance suite
 * says what they mean. Times are epoch milliseconds given by the caller; the lease alone goes by the store's own clock
 * where several processes share it. Every method throws `OutboxUnavailable` when the store cannot be reached in time.
 */
export interface Outbox {
  /**
   * Stores a webhook's notifications and resolves when they are durable (fsync done). Concurrent calls share one
   * commit. A delivery seen before is a duplicate, but for people whom it did not name before (one whose notification was buried was
   * named: `retry` is for them); and so is one whose every notification has a meaning seen before;
   * of a mixed one only the new notifications are stored. A report that differs from its source's last one of the ref is
   * that source's next one of its transition; reports that are the n-th of their sources have one meaning. A call that
   * fails fails alone. While the store's trouble may pass it is tried again, for 8 s in all. The journal's entry is stored
   * with them.
   */
  accept(webhook: IncomingWebhook, now: number): Promise<Acceptance>;

  /** What `accept` would answer now, the ids aside; stores nothing. */
  foresee(webhook: IncomingWebhook, now: number): Promise<Acceptance>;

  /**
   * Puts a webhook that led to nothing into the journal, soon and in groups, at the latest when the outbox closes. While
   * the store cannot be reached the last 10,000 are kept in memory.
   */
  record(webhook: UntoldWebhook): void;

  /**
   * The journal: an entry for each webhook; the same delivery again adds to its entry, and to the names by which it is
   * found. What was accepted, or found to be a duplicate, stays so; what was ignored or rejected becomes what the delivery
   * came to when it was sent again. Who is skipped by an accepted one, and the rule, are those of the last time: somebody
   * who was skipped may have been told then. But a payload without addresses says nothing about authors who were known.
   */
  journal(query: JournalQuery): Promise<JournalEntry[]>;

  journalEntry(webhookId: string): Promise<JournalEntry | undefined>;

  /** Acquires or renews the relay's lease; false when somebody else holds it. `condition` is for every process to tell. */
  acquireLease(holder: string, now: number, condition?: RelayCondition): Promise<boolean>;

  /** Gives the lease up at once, if `holder` has it. */
  releaseLease(holder: string): Promise<void>;

  /** Who holds the lease; null when nobody does. */
  leaseHolder(now: number): Promise<LeaseHolder | null>;

  /** The oldest pending notifications by id, without those held or blocked; of a digest the carrier alone. */
  pending(query: PendingQuery): Promise<Notification[]>;

  /**
   * Writes what was found out, all or nothing; false, and nothing written, when `holder` has lost the lease. The others
   * of a digest are delivered or buried with their carrier.
   */
  settle(holder: string, settlements: readonly Settlement[], now: number): Promise<boolean>;

  /**
   * Joins pending notifications of one person into one message before it is sent, all or nothing. False, and nothing
   * written, when `holder` has lost the lease or one of them is not pending or is in another digest. True, too, when
   * this very digest is stored already: whoever did not get the answer may ask again.
   */
  storeDigest(holder: string, digest: Digest, now: number): Promise<boolean>;

  /**
   * Undoes a digest that cannot be told as one: each of its notifications is pending by itself again. False, and nothing
   * written, when `holder` has lost the lease; may be repeated.
   */
  dissolveDigest(holder: string, carrierId: number, now: number): Promise<boolean>;

  list(query: ListQuery): Promise<Notification[]>;

  get(id: number): Promise<Notification | undefined>;

  /**
   * Makes a buried notification pending again, as if never tried; false when it is not buried (or not there). One of a
   * digest leaves it and goes alone, under its own message id and text.
   */
  retry(id: number, now: number, recipient?: string): Promise<boolean>;

  /** The same for many; returns how many were buried. */
  retryAll(retries: readonly Retry[], now: number): Promise<number>;

  stats(): Promise<OutboxStats>;

  /** How many are buried, by reason. */
  buriedByReason(): Promise<Record<string, number>>;

  /** Deletes a small step of what is past its retention and returns how many rows; 0 when nothing is left to delete. */
  prune(now: number): Promise<number>;

  /** Finishes what was begun, then closes. */
  close(): Promise<void>;
}

/** The outbox cannot commit or answer now; the caller should try again later. */
export class OutboxUnavailable extends Error {
  override name = "OutboxUnavailable";
  /** Whether the same call may come through in a moment: then `accept` tries again by itself. */
  readonly passes: boolean;

  constructor(message: string, options: ErrorOptions & { passes?: boolean } = {}) {
    super(message, options);
    this.passes = options.passes ?? false;
  }
}
