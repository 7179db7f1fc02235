import type { Notification, PendingQuery, Settlement } from "../notification.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";
import { createDigests } from "./digests.ts";
import { createLease, HELD } from "./lease.ts";
import type { LookFloor } from "./look-floor.ts";
import type { Database } from "./pool.ts";

/** The smallest id that is pending or that a later one may get. */
const FLOOR_SQL = `SELECT coalesce(
    (SELECT min(id) FROM webhook_app.notification WHERE state = 'pending' AND digest_of IS NULL),
    (SELECT max(id) FROM webhook_app.notification), 0) AS floor`;

export const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM webhook_app.notification
  WHERE state = 'pending' AND digest_of IS NULL AND id >= $4 AND id <> ALL ($1::bigint[])
    AND recipient <> ALL ($2::text[])
  ORDER BY id LIMIT $3`;

/**
 * One statement: the share lock on the lease prevents a takeover until the settlement is committed. The
 * ids are a separate condition, so that only these rows are read: with the join alone PostgreSQL read the whole
 * backlog for each settlement when its statistics were old (8 ms at 20,000 pending; this takes 0.4 ms). The other
 * members of a digest follow their carrier.
 */
export const SETTLE_SQL = `WITH ${HELD}, given AS MATERIALIZED (
    SELECT id, state, attempts, reason, CASE state WHEN 'pending' THEN NULL ELSE $7::bigint END AS settled_at,
      failed_attempts::json, pending_since
    FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::text[], $6::text[], $8::bigint[])
      AS given (id, state, attempts, reason, failed_attempts, pending_since), held
  ), settled AS (
    UPDATE webhook_app.notification SET state = given.state, attempts = given.attempts, reason = given.reason,
      settled_at = given.settled_at, failed_attempts = coalesce(given.failed_attempts, notification.failed_attempts)
    FROM given
    WHERE notification.id = ANY ($2::bigint[]) AND notification.id = given.id AND notification.state = 'pending'
      AND notification.pending_since = coalesce(given.pending_since, notification.pending_since)
  ), members AS (
    UPDATE webhook_app.notification SET state = given.state, reason = given.reason, settled_at = given.settled_at
    FROM given
    WHERE notification.digest_of = ANY ($2::bigint[]) AND notification.digest_of = given.id
      AND notification.state = 'pending' AND notification.digest_of IS NOT NULL AND given.state <> 'pending'
  )
  SELECT FROM held`;

/**
 * Planning costs as much as settling fifteen notifications (0.8 of 3.4 ms for 50), so the plan is kept. A plan for a
 * small table would later read all rows, so there is a new plan whenever the table may have doubled, estimated by
 * the largest id.
 */
function settleName(settlements: readonly Settlement[]): string {
  const largest = settlements.reduce((most, { id }) => Math.max(most, id), 1);
  return `settle ${Math.floor(Math.log2(largest))}`;
}

/** The store's operations for the relay. */
export function createRelaying({ execute }: Pick<Database, "execute">, floor: LookFloor) {
  async function measureFloor(): Promise<number> {
    return (await execute<{ floor: number }>(FLOOR_SQL)).rows[0]?.floor ?? 0;
  }

  return {
    ...createLease(execute),
    ...createDigests(execute, floor),

    async pending({ limit, held, blocked }: PendingQuery): Promise<Notification[]> {
      const from = await floor.next(measureFloor);
      return (await execute<Notification>(PENDING_SQL, [held, blocked, limit, from])).rows;
    },

    async settle(holder: string, settlements: readonly Settlement[], now: number): Promise<boolean> {
      const { count } = await execute(
        SETTLE_SQL,
        [
          holder,
          settlements.map(({ id }) => id),
          settlements.map(({ state }) => state),
          settlements.map(({ attempts }) => attempts),
          settlements.map(({ reason }) => reason),
          settlements.map(({ failedAttempts }) => failedAttempts && JSON.stringify(failedAttempts)),
          now,
          settlements.map(({ pendingSince }) => pendingSince),
        ],
        { name: settleName(settlements) },
      );
      return count === 1;
    },
  };
}
