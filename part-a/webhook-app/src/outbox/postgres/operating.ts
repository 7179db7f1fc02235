import { MAX_JOURNAL } from "../journal.ts";
import type { ListQuery, Notification, Retry } from "../notification.ts";
import type { OutboxOptions, OutboxStats } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";
import { pruneJournal } from "./journal.ts";
import type { Database } from "./pool.ts";

/** Rows of each kind per step of retention. */
const STEP = 250;

/** Each count uses its own index: due, waiting in digests, buried. */
const STATS_SQL = `WITH
  due AS NOT MATERIALIZED (SELECT id FROM webhook_app.notification WHERE state = 'pending' AND digest_of IS NULL),
  member AS NOT MATERIALIZED (SELECT id FROM webhook_app.notification WHERE state = 'pending' AND digest_of IS NOT NULL)
  SELECT (SELECT count(*) FROM due) + (SELECT count(*) FROM member) AS pending,
    (SELECT count(*) FROM webhook_app.notification WHERE state = 'buried') AS buried,
    (SELECT received_at FROM webhook_app.notification
      WHERE id = least((SELECT min(id) FROM due), (SELECT min(id) FROM member))) AS "oldestPendingAt"`;

const RETRY_SQL = `UPDATE webhook_app.notification
  SET state = 'pending', attempts = 0, reason = NULL, settled_at = NULL, pending_since = $1,
    digest_message_id = NULL, digest_text = NULL, digest_of = NULL, recipient = coalesce(given.recipient, notification.recipient)
  FROM unnest($2::bigint[], $3::text[]) AS given (id, recipient)
  WHERE notification.id = given.id AND state = 'buried'`;

const BURIED_SQL = `SELECT reason, count(*)::integer AS count FROM webhook_app.notification WHERE state = 'buried' GROUP BY reason`;

/** Skips rows that another replica is deleting. */
const PRUNE_NOTIFICATIONS_SQL = `DELETE FROM webhook_app.notification WHERE id IN
  (SELECT id FROM webhook_app.notification WHERE settled_at <= $1 ORDER BY settled_at LIMIT ${STEP} FOR UPDATE SKIP LOCKED)`;

const PRUNE_KEYS_SQL = `DELETE FROM webhook_app.seen WHERE key IN
  (SELECT key FROM webhook_app.seen WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${STEP} FOR UPDATE SKIP LOCKED)`;

const FILTERS = [
  ["state", "state = ?"],
  ["webhookId", "webhook_id = ?"],
  ["ref", "ref = ?"],
  ["sha", "starts_with(sha, ?)"],
  ["recipient", "recipient = ?"],
  ["person", "lower(?::text) IN (lower(recipient), lower(person))"],
  ["reason", "reason = ?"],
  ["project", "project = ?"],
  ["since", "received_at >= ?"],
  ["until", "received_at <= ?"],
  ["before", "id < ?"],
] as const;

/** Pending ones are in two indexes, which are used only if their own conditions are present. */
const PENDING = ["state = 'pending' AND digest_of IS NULL", "state = 'pending' AND digest_of IS NOT NULL"];

function sourcesOf({ state, reason }: ListQuery): string[] {
  if (state === "pending") return PENDING;
  // Delivered ones have no reason.
  return state === undefined && reason !== undefined ? [...PENDING, "state = 'buried'"] : ["true"];
}

/** The statement of a page and its parameters. */
export function listStatement(list: ListQuery): { sql: string; values: unknown[] } {
  const given = FILTERS.filter(([name]) => list[name] !== undefined);
  const values = [list.limit, ...given.map(([name]) => list[name])];
  const conditions = given
    .map(([, condition], index) => ` AND ${condition.replace("?", () => `$${index + 2}`)}`)
    .join("");
  const newestFirst = "ORDER BY id DESC LIMIT $1";
  const pages = sourcesOf(list).map(
    (source) => `(SELECT * FROM webhook_app.notification WHERE ${source}${conditions} ${newestFirst})`,
  );
  const sql = `SELECT ${NOTIFICATION_COLUMNS} FROM (${pages.join(" UNION ALL ")}) AS page ${newestFirst}`;
  return { sql, values };
}

/** The store's operations for operators, metrics and retention. */
export function createOperating(
  { transaction, execute }: Database,
  { retentionMs, maxJournal = MAX_JOURNAL }: Pick<OutboxOptions, "retentionMs" | "maxJournal">,
) {
  return {
    async list(list: ListQuery): Promise<Notification[]> {
      const { sql, values } = listStatement(list);
      return (await execute<Notification>(sql, values)).rows;
    },

    async get(id: number): Promise<Notification | undefined> {
      const sql = `SELECT ${NOTIFICATION_COLUMNS} FROM webhook_app.notification WHERE id = $1`;
      return (await execute<Notification>(sql, [id])).rows[0];
    },

    async retryAll(retries: readonly Retry[], now: number): Promise<number> {
      const recipients = retries.map(({ recipient }) => recipient);
      return (await execute(RETRY_SQL, [now, retries.map(({ id }) => id), recipients])).count;
    },

    async buriedByReason(): Promise<Record<string, number>> {
      const { rows } = await execute<{ reason: string; count: number }>(BURIED_SQL);
      return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
    },

    async stats(): Promise<OutboxStats> {
      const [stats] = (await execute<OutboxStats>(STATS_SQL)).rows;
      return stats ?? { pending: 0, buried: 0, oldestPendingAt: null };
    },

    prune: (now: number): Promise<number> =>
      transaction(async (query) => {
        const notifications = await query(PRUNE_NOTIFICATIONS_SQL, [now - retentionMs]);
        const keys = await query(PRUNE_KEYS_SQL, [now]);
        return notifications.count + keys.count + (await pruneJournal(query, now - retentionMs, maxJournal, STEP));
      }),
  };
}
