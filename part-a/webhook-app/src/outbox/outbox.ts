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
  record(webhook: UnacceptedWebhook): void;

  /**
   * The journal: an entry for each webhook; the same delivery again adds to its entry, and to the names by which it is
   * found. What was accepted, or found to be a duplicate, stays so; what was ignored or rejected becomes what the delivery
   * came to when it was sent again. Who is skipped by an accepted one, and the rule, are those of the last time: somebody
   * who was skipped may be notified by then. But a payload without addresses says nothing about authors who were known.
   */
  journal(query: JournalQuery): Promise<JournalEntry[]>;

  journalEntry(webhookId: string): Promise<JournalEntry | undefined>;

  /** Acquires or renews the relay's lease; false when somebody else holds it. `condition` is what every process shows. */
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
   * Undoes a digest that cannot be sent as one: each of its notifications is pending by itself again. False, and nothing
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
