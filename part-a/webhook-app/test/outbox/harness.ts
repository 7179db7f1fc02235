import { onTestFinished } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import type { NewNotification } from "../../src/outbox/notification.ts";
import type { IncomingWebhook } from "../../src/outbox/webhook.ts";
import type { Outbox, OutboxOptions } from "../../src/outbox/outbox.ts";
import type { WebhookSummary } from "../../src/outbox/journal.ts";

/** A fresh, empty store of one test's own, removed after it. */
export interface Harness {
  /** The one in use; another after `reopen`. */
  outbox: Outbox;
  /** The caller's clock. */
  now: number;
  /** Closes the store and opens it again, as a restart does. */
  reopen: () => Promise<void>;
  /** Lets the relay's lease run out by the clock that the store goes by. */
  expireLease: () => Promise<void>;
  /**
   * Puts as many pending notifications for joe into the store, past the outbox: a million in seconds; `carrier` has
   * them in its digest.
   */
  fill: (count: number, carrier?: number) => Promise<void>;
  /** How many names the journal can be searched by. */
  countNames: () => Promise<number>;
}

/** What only the test of a certain store can do to it. */
export interface Behind {
  /** Lets the lease run out by the clock that the store goes by. */
  expireLease: (harness: Harness) => Promise<unknown>;
  /** Runs `insert`, which lacks its FROM, over the numbers `n` from 1 to `count`. */
  fill: (insert: string, count: number) => Promise<unknown>;
  /** The one number that a query gives. */
  count: (sql: string) => Promise<number>;
}

/** An INSERT … SELECT up to its FROM, which differs between the stores, with `n` as the row's number. */
const FILL_SQL = `INSERT INTO notification
  (message_id, recipient, text, project, ref, sha, webhook_id, received_at, pending_since, digest_of)
  SELECT 'filled' || n, 'joe', 'pushed to main', 'platform/api', 'main', 'f111ed', 'filled' || n, 1, 1,`;

/**
 * A harness around a store of this test's own, closed after it.
 */
export async function openHarness(url: string, options: Partial<OutboxOptions>, behind: Behind): Promise<Harness> {
  const open = () => openOutbox(url, { ...OPTIONS, ...options });
  const harness: Harness = {
    outbox: await open(),
    now: Date.UTC(2026, 10, 25),
    async reopen() {
      await harness.outbox.close();
      harness.outbox = await open();
    },
    async expireLease() {
      await behind.expireLease(harness);
    },
    countNames: () => behind.count("SELECT count(*) AS n FROM journal_person"),
    async fill(count, carrier) {
      await behind.fill(`${FILL_SQL} ${carrier ?? "NULL"}`, count);
    },
  };
  onTestFinished(() => harness.outbox.close());
  return harness;
}

export type MakeHarness = (options?: Partial<OutboxOptions>) => Promise<Harness>;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What every harness opens its store with, unless the test says otherwise. */
export const OPTIONS: OutboxOptions = { dedupeWindowMs: HOUR_MS, retentionMs: 14 * DAY_MS };

/** A notification unlike any other, but for what is given. */
function newNotification(given: Partial<NewNotification> = {}): NewNotification {
  return {
    messageId: crypto.randomUUID(),
    recipient: "jane",
    text: "pushed to main",
    project: "platform/api",
    ref: "main",
    sha: "1f0c".repeat(10),
    actor: "j.doe",
    commits: 1,
    kind: "push",
    person: "j.doe",
    meaningKey: crypto.randomUUID(),
    ...given,
  };
}

/** What the journal keeps of a webhook, unless the test says otherwise. */
export const SUMMARY: WebhookSummary = {
  event: "push",
  project: "platform/api",
  ref: "main",
  sha: "1f0c".repeat(10),
  actor: "j.doe",
  rule: 1,
  skipped: [],
  people: ["j.doe", "jane"],
};

/** A webhook unlike any other with one notification per given one. */
export function newWebhook(...given: Partial<NewNotification>[]): IncomingWebhook {
  return { webhookId: crypto.randomUUID(), notifications: given.map(newNotification), summary: SUMMARY };
}

/** Accepts a webhook that must be new; returns its notifications' ids. */
export async function acceptNew({ outbox, now }: Harness, webhook: IncomingWebhook): Promise<number[]> {
  const acceptance = await outbox.accept(webhook, now);
  if (acceptance.status !== "accepted") throw new Error(`${webhook.webhookId} is a duplicate of another one`);
  return acceptance.notifications.map(({ id }) => id);
}

/** Accepts one notification; returns its id. */
export async function put(harness: Harness, given: Partial<NewNotification> = {}): Promise<number> {
  const [id] = await acceptNew(harness, newWebhook(given));
  if (id === undefined) throw new Error("nothing was stored");
  return id;
}

/** Settles one notification as the holder of the lease. */
export async function settleOne(harness: Harness, id: number, state: "delivered" | "buried"): Promise<void> {
  const { outbox, now } = harness;
  await outbox.acquireLease("relay", now);
  const settlement =
    state === "delivered"
      ? { id, attempts: 1, state, reason: null }
      : { id, attempts: 1, state, reason: "unknown_user" as const };
  if (!(await outbox.settle("relay", [settlement], now))) throw new Error("the lease is lost");
}

/** Every id that the relay would be given. */
export async function pendingIds({ outbox }: Harness, held: number[] = [], blocked: string[] = []): Promise<number[]> {
  return (await outbox.pending({ limit: 1_000, held, blocked })).map(({ id }) => id);
}
