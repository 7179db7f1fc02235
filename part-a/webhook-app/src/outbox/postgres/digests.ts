import type { Digest } from "../notification.ts";
import { HELD } from "./lease.ts";
import type { LookFloor } from "./look-floor.ts";
import type { Query } from "./pool.ts";

/**
 * One statement, which locks the rows as it reads them, and so sees their current state, not that at its start: if the
 * same digest is being stored at the same time, this waits and then finds it stored.
 */
const STORE_DIGEST_SQL = `WITH ${HELD}, asked AS MATERIALIZED (
    SELECT digest_of IS NULL AND digest_message_id IS NULL AS free,
      CASE id WHEN $3 THEN digest_message_id = $4 AND digest_text = $5 ELSE digest_of = $3 END AS stored
    FROM webhook_app.notification WHERE id = ANY ($2::bigint[]) AND state = 'pending' ORDER BY id FOR UPDATE
  ), found AS MATERIALIZED (
    SELECT count(*) FILTER (WHERE free) = cardinality($2::bigint[]) AS free,
      count(*) FILTER (WHERE stored) = cardinality($2::bigint[]) AS stored
    FROM asked, held
  ), joined AS (
    UPDATE webhook_app.notification SET digest_message_id = CASE id WHEN $3 THEN $4 END, digest_text = CASE id WHEN $3 THEN $5 END,
      digest_of = CASE id WHEN $3 THEN NULL ELSE $3 END
    FROM found
    WHERE found.free AND notification.id = ANY ($2::bigint[])
  )
  SELECT FROM found WHERE free OR stored`;

const DISSOLVE_DIGEST_SQL = `WITH ${HELD}, carrier AS (
    UPDATE webhook_app.notification SET digest_message_id = NULL, digest_text = NULL
    FROM held WHERE id = $2 AND state = 'pending'
  ), members AS (
    UPDATE webhook_app.notification SET digest_of = NULL
    FROM held WHERE state = 'pending' AND digest_of IS NOT NULL AND digest_of = $2
  )
  SELECT FROM held`;

/** Stores and dissolves digests. */
export function createDigests(execute: Query, floor: Pick<LookFloor, "reset">) {
  return {
    async storeDigest(holder: string, { ids, messageId, text }: Digest): Promise<boolean> {
      if (ids.length === 0) return false;
      const { count } = await execute(STORE_DIGEST_SQL, [holder, ids, ids[0], messageId, text]);
      return count === 1;
    },

    async dissolveDigest(holder: string, carrierId: number): Promise<boolean> {
      const { count } = await execute(DISSOLVE_DIGEST_SQL, [holder, carrierId]);
      floor.reset();
      return count === 1;
    },
  };
}
