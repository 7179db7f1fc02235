import type { RelayCondition } from "../../relay-condition.ts";
import { LEASE_MS, type LeaseHolder } from "../outbox.ts";
import type { Query } from "./pool.ts";

/**
 * `clock_timestamp()` instead of `now()`: the database's clock at that moment, however long the transaction waited.
 * While somebody else holds the lease, nothing is inserted, and so nothing written: even a conflict would lock the row.
 */
const ACQUIRE_SQL = `INSERT INTO webhook_app.lease (id, holder, expires_at, condition)
  SELECT 1, $1, clock_timestamp() + interval '${LEASE_MS} milliseconds', $2
  WHERE NOT EXISTS (SELECT FROM webhook_app.lease WHERE holder <> $1 AND expires_at > clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at, condition = excluded.condition
  WHERE lease.holder = excluded.holder OR lease.expires_at <= clock_timestamp()`;

const HOLDER_SQL = "SELECT holder, condition FROM webhook_app.lease WHERE expires_at > clock_timestamp()";

/** The fence: `holder` has the lease, and nobody can take it over while the statement runs. */
export const HELD = `held AS MATERIALIZED (
    SELECT 1 FROM webhook_app.lease WHERE holder = $1 AND expires_at > clock_timestamp() FOR SHARE
  )`;

/** Discards a condition of another holder: an older version takes over the lease but leaves the former condition. */
function toLeaseHolder({ holder, condition }: { holder: string; condition: string | null }): LeaseHolder {
  const said = JSON.parse(condition ?? "null") as (RelayCondition & { holder: string }) | null;
  if (said?.holder !== holder) return { holder, condition: null };
  return { holder, condition: { paused: said.paused, lanesOnHold: said.lanesOnHold } };
}

/** The row whose holder is the leader. */
export function createLease(execute: Query) {
  return {
    async acquireLease(holder: string, condition?: RelayCondition): Promise<boolean> {
      const said = condition && JSON.stringify({ ...condition, holder });
      return (await execute(ACQUIRE_SQL, [holder, said])).count === 1;
    },

    async releaseLease(holder: string): Promise<void> {
      await execute("DELETE FROM webhook_app.lease WHERE holder = $1", [holder]);
    },

    async leaseHolder(): Promise<LeaseHolder | null> {
      const { rows } = await execute<{ holder: string; condition: string | null }>(HOLDER_SQL);
      return rows[0] ? toLeaseHolder(rows[0]) : null;
    },
  };
}
