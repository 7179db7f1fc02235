import type { DatabaseSync } from "node:sqlite";
import type { Digest } from "../notification.ts";
import type { Lease } from "./lease.ts";
import { transaction } from "./transaction.ts";

const ASKED = "FROM notification WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'pending'";

const FREE_SQL = `SELECT count(*) AS n ${ASKED} AND digest_of IS NULL AND digest_message_id IS NULL`;

const STORED_SQL = `SELECT count(*) AS n ${ASKED} AND CASE id WHEN :carrier
  THEN digest_message_id = :messageId AND digest_text = :text ELSE digest_of = :carrier END`;

const JOIN_SQL = `UPDATE notification SET
    digest_message_id = CASE id WHEN :carrier THEN :messageId END,
    digest_text = CASE id WHEN :carrier THEN :text END,
    digest_of = CASE id WHEN :carrier THEN NULL ELSE :carrier END
  WHERE id IN (SELECT value FROM json_each(:ids))`;

/** Joins notifications into a digest in one transaction; false if not all are free, or `holder` has no lease. */
function createStoreDigest(db: DatabaseSync, lease: Lease) {
  const free = db.prepare(FREE_SQL);
  const stored = db.prepare(STORED_SQL);
  const join = db.prepare(JOIN_SQL);

  function store({ ids, messageId, text }: Digest): boolean {
    const [carrier] = ids;
    if (carrier === undefined) return false;
    const asked = { ids: JSON.stringify(ids) };
    const digest = { ...asked, carrier, messageId, text };
    if (stored.get(digest)?.["n"] === ids.length) return true;
    if (free.get(asked)?.["n"] !== ids.length) return false;
    join.run(digest);
    return true;
  }

  return (holder: string, digest: Digest, now: number): boolean =>
    lease.isHeldBy(holder, now) && transaction(db, () => store(digest));
}

/** Makes each notification of a digest pending by itself again; false if `holder` has no lease. */
function createDissolveDigest(db: DatabaseSync, lease: Lease) {
  const freeCarrier = db.prepare(
    "UPDATE notification SET digest_message_id = NULL, digest_text = NULL WHERE id = ? AND state = 'pending'",
  );
  // The second condition on the state makes SQLite use the partial index.
  const freeMembers = db.prepare(
    "UPDATE notification SET digest_of = NULL WHERE state = 'pending' AND state <> 'delivered' AND digest_of = ?",
  );

  function dissolve(carrierId: number): true {
    freeCarrier.run(carrierId);
    freeMembers.run(carrierId);
    return true;
  }

  return (holder: string, carrierId: number, now: number): boolean =>
    lease.isHeldBy(holder, now) && transaction(db, () => dissolve(carrierId));
}

/** The relay's operations for digests. */
export function createDigests(db: DatabaseSync, lease: Lease) {
  return { storeDigest: createStoreDigest(db, lease), dissolveDigest: createDissolveDigest(db, lease) };
}
