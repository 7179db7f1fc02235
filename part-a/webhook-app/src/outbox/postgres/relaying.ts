import { LEASE_MS, type Notification, type PendingQuery, type Settlement } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";
import type { Database } from "./pool.ts";

/** `clock_timestamp()` and not `now()`: the database's clock at that moment, whatever the transaction waited for. */
const ACQUIRE_SQL = `INSERT INTO lease (id, holder, expires_at)
  VALUES (1, $1, clock_timestamp() + interval '${LEASE_MS} milliseconds')
  ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
  WHERE lease.holder = excluded.holder OR lease.expires_at <= clock_timestamp()`;

/** The share lock keeps anybody from taking the lease over until the settlement is committed. */
const FENCE_SQL = "SELECT 1 FROM lease WHERE holder = $1 AND expires_at > clock_timestamp() FOR SHARE";

export const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM notification
  WHERE state = 'pending' AND id <> ALL ($1::bigint[]) AND recipient <> ALL ($2::text[])
  ORDER BY id LIMIT $3`;

const SETTLE_SQL = `UPDATE notification SET state = given.state, attempts = given.attempts, reason = given.reason,
    settled_at = CASE given.state WHEN 'pending' THEN NULL ELSE $5::bigint END
  FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::text[]) AS given (id, state, attempts, reason)
  WHERE notification.id = given.id AND notification.state = 'pending'`;

/** What the relay does with the store. */
export function createRelaying({ transaction }: Database) {
  return {
    acquireLease: (holder: string): Promise<boolean> =>
      transaction(async (query) => (await query(ACQUIRE_SQL, [holder])).count === 1),

    releaseLease: (holder: string): Promise<void> =>
      transaction(async (query) => void (await query("DELETE FROM lease WHERE holder = $1", [holder]))),

    pending: ({ limit, held, blocked }: PendingQuery): Promise<Notification[]> =>
      transaction(async (query) => (await query<Notification>(PENDING_SQL, [held, blocked, limit])).rows),

    settle: (holder: string, settlements: readonly Settlement[], now: number): Promise<boolean> =>
      transaction(async (query) => {
        if ((await query(FENCE_SQL, [holder])).count === 0) return false;
        await query(SETTLE_SQL, [
          settlements.map(({ id }) => id),
          settlements.map(({ state }) => state),
          settlements.map(({ attempts }) => attempts),
          settlements.map(({ reason }) => reason),
          now,
        ]);
        return true;
      }),
  };
}
