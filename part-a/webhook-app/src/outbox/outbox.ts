import type { RelayCondition } from "../relay-condition.ts";
import type { JournalEntry, JournalQuery, UnacceptedWebhook } from "./journal.ts";
import type { Digest, ListQuery, Notification, PendingQuery, Retry, Settlement } from "./notification.ts";
import type { OutboxUnavailable } from "./unavailable.ts";
import type { Acceptance, IncomingWebhook } from "./webhook.ts";

export interface OutboxStats {
  pending: number;
  buried: number;
  /** Receipt of the oldest pending notification. */
  oldestPendingAt: number | null;
}

export interface OutboxOptions {
  /** How long a meaning is remembered after its first webhook. */
  dedupeWindowMs: number;
  /** `prune` deletes settled notifications and journal entries that are older than this. */
  retentionMs: number;
  /** `prune` deletes the journal's oldest entries beyond this number; 1,000,000 by default. */
  maxJournal?: number;
  /** Called after each group commit with its number of webhooks and its duration. */
  onCommit?: (webhooks: number, seconds: number) => void;
  /**
   * Called when the store becomes unavailable for a new reason, even at the start; not for each call that fails because
   * of it.
   */
  onTrouble?: (trouble: OutboxUnavailable) => void;
  /** Called once when the store is lost for good: the process should exit, so that its supervisor restarts it. */
  onFatal?: (error: Error) => void;
}

/** The leader, and what it reported when it last renewed its lease; null if it does not report. */
export interface LeaseHolder {
  holder: string;
  condition: RelayCondition | null;
}

/** A relay that has not renewed its lease for this long has lost it. */
export const LEASE_MS = 10_000;

/**
 * Where notifications wait between GitLab's webhook and Rocket.Chat.
 *
 * The interface consists of operations, not statements: each store implements them in its own best way, and one
 * conformance suite defines them. Times are epoch milliseconds given by the caller; only the lease uses the store's own
 * clock if several processes share it. Every method throws `OutboxUnavailable` if the store does not answer in time.
 */
export interface Outbox {
  /**
   * Stores a webhook's notifications and resolves when they are durable (fsync done). Concurrent calls share one
   * commit. A delivery seen before is a duplicate, except for people whom it did not name before (somebody with a
   * buried notification was named: `retry` is for them); so is one whose notifications all have a meaning seen before;
   * of a mixed one only the new notifications are stored. A report that differs from its source's last one about the
   * ref is that source's next one of its transition; the n-th reports of all sources have one meaning. A call that
   * fails does not affect others. While the store's failure may pass, the call is retried, for 8 s in all. The
   * journal's entry is stored with the notifications.
   */
  accept(webhook: IncomingWebhook, now: number): Promise<Acceptance>;

  /** What `accept` would answer now, apart from ids; stores nothing. */
  foresee(webhook: IncomingWebhook, now: number): Promise<Acceptance>;

  /**
   * Adds a webhook that notified nobody to the journal, soon and in groups, at the latest when the outbox closes. While
   * the store is unavailable, the last 10,000 are kept in memory.
   */
  record(webhook: UnacceptedWebhook): void;

  /**
   * The journal: an entry for each webhook; a repeated delivery adds to its entry, and to the names by which it is
   * found. `accepted` and `duplicate` are final; an ignored or rejected webhook gets the outcome of its
   * repetition. An accepted one's skipped people and rule are those of the last repetition: somebody
   * who was skipped may be notified by then. But a payload without addresses does not change authors who were known.
   */
  journal(query: JournalQuery): Promise<JournalEntry[]>;

  journalEntry(webhookId: string): Promise<JournalEntry | undefined>;

  /** Acquires or renews the relay's lease; false if somebody else holds it. `condition` is what every process shows. */
  acquireLease(holder: string, now: number, condition?: RelayCondition): Promise<boolean>;

  /** Releases the lease at once if `holder` has it. */
  releaseLease(holder: string): Promise<void>;

  /** Who holds the lease; null if nobody does. */
  leaseHolder(now: number): Promise<LeaseHolder | null>;

  /** The oldest pending notifications by id, without those held or blocked; of a digest only the carrier. */
  pending(query: PendingQuery): Promise<Notification[]>;

  /**
   * Writes results, all or nothing; false, and nothing written, if `holder` has lost the lease. The other members
   * of a digest are delivered or buried with their carrier.
   */
  settle(holder: string, settlements: readonly Settlement[], now: number): Promise<boolean>;

  /**
   * Combines pending notifications of one person into one message before it is sent, all or nothing. False, and nothing
   * written, if `holder` has lost the lease or one of them is not pending or is in another digest. Also true if
   * this very digest is stored already: whoever did not get the answer may ask again.
   */
  storeDigest(holder: string, digest: Digest, now: number): Promise<boolean>;

  /**
   * Dissolves a digest that cannot be sent: each of its notifications is pending by itself again. False, and nothing
   * written, if `holder` has lost the lease; may be repeated.
   */
  dissolveDigest(holder: string, carrierId: number, now: number): Promise<boolean>;

  list(query: ListQuery): Promise<Notification[]>;

  get(id: number): Promise<Notification | undefined>;

  /**
   * Makes a buried notification pending again, as if never tried; false if it is not buried or does not exist. One of a
   * digest leaves it and is sent separately, with its own message id and text.
   */
  retry(id: number, now: number, recipient?: string): Promise<boolean>;

  /** The same for many; returns how many were buried. */
  retryAll(retries: readonly Retry[], now: number): Promise<number>;

  stats(): Promise<OutboxStats>;

  /** The number of buried notifications by reason. */
  buriedByReason(): Promise<Record<string, number>>;

  /** Deletes a few rows past their retention and returns how many; 0 if nothing is left to delete. */
  prune(now: number): Promise<number>;

  /** Finishes open operations, then closes. */
  close(): Promise<void>;
}
