import { setTimeout as sleep } from "node:timers/promises";
import { OutboxUnavailable } from "../outbox.ts";
import type { Database, Query } from "./pool.ts";

/** Applied in order, each once; `migration` lists those that a database has. Never change one that was released. */
const MIGRATIONS = [
  `
  CREATE TABLE notification (
    id            bigint  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    message_id    text    NOT NULL CHECK (message_id <> ''),
    recipient     text    NOT NULL CHECK (recipient <> ''),
    text          text    NOT NULL,
    project       text    NOT NULL,
    ref           text    NOT NULL,
    sha           text    NOT NULL,
    webhook_id    text    NOT NULL,
    state         text    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'buried')),
    attempts      integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    reason        text,
    received_at   bigint  NOT NULL,
    pending_since bigint  NOT NULL,
    settled_at    bigint,
    CHECK ((state = 'pending') = (settled_at IS NULL)),
    CHECK (CASE state WHEN 'delivered' THEN reason IS NULL WHEN 'buried' THEN reason IS NOT NULL ELSE true END)
  );
  CREATE INDEX notification_pending ON notification (id) WHERE state = 'pending';
  CREATE INDEX notification_buried ON notification (id) WHERE state = 'buried';
  CREATE INDEX notification_settled ON notification (settled_at) WHERE settled_at IS NOT NULL;
  -- None on sha or recipient: each would add a random page to every insert and every settlement, for filters that are
  -- used by hand.
  CREATE INDEX notification_webhook ON notification (webhook_id, id);

  CREATE TABLE seen (
    -- The first 16 bytes of a SHA-256.
    key        bytea  NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    expires_at bigint NOT NULL,
    -- The webhook whose notifications are the ones to look at.
    webhook_id text   NOT NULL
  );
  CREATE INDEX seen_expires ON seen (expires_at);

  CREATE TABLE lease (
    id         integer     PRIMARY KEY CHECK (id = 1),
    holder     text        NOT NULL,
    expires_at timestamptz NOT NULL
  );
  `,
  `
  ALTER TABLE notification
    ADD COLUMN actor             text    NOT NULL DEFAULT '',
    ADD COLUMN commits           integer NOT NULL DEFAULT 0,
    ADD COLUMN kind              text    NOT NULL DEFAULT '',
    -- Not jsonb, which refuses what a text may hold; NULL until something failed.
    ADD COLUMN failed_attempts   json,
    -- What a digest's carrier sends in its own place; the others name the carrier.
    ADD COLUMN digest_message_id text,
    ADD COLUMN digest_text       text,
    ADD COLUMN digest_of         bigint,
    -- Not valid for old rows, which hold no digest: checking them would hold up who writes meanwhile.
    ADD CHECK (commits >= 0) NOT VALID,
    ADD CHECK (digest_message_id <> '') NOT VALID,
    ADD CHECK ((digest_text IS NULL) = (digest_message_id IS NULL)) NOT VALID,
    ADD CHECK (digest_of IS NULL OR digest_message_id IS NULL) NOT VALID;
  -- In place of one over all that is pending: the relay never passes over what digests hold, however much it is, and an
  -- ordinary notification is still in one index of these.
  DROP INDEX notification_pending;
  CREATE INDEX notification_due ON notification (id) WHERE state = 'pending' AND digest_of IS NULL;
  CREATE INDEX notification_member ON notification (digest_of, id) WHERE state = 'pending' AND digest_of IS NOT NULL;
  `,
];

/** A pod often starts before its database: this long it is waited for. */
const PATIENCE_MS = 60_000;

/**
 * Brings the database to the newest schema, safe when many processes start at once: they take turns by a lock that
 * ends with the transaction.
 *
 * @throws Error when the schema is a newer program's
 * @throws OutboxUnavailable when the database cannot be reached for a minute
 */
export async function migrate(database: Database): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await database.transaction(applyMissing);
    } catch (error) {
      if (!(error instanceof OutboxUnavailable) || performance.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

async function applyMissing(query: Query): Promise<void> {
  await query("SELECT pg_advisory_xact_lock(hashtext('webhook-app.migrations'), hashtext(current_schema()))");
  await query("CREATE TABLE IF NOT EXISTS migration (version integer PRIMARY KEY)");
  const { rows } = await query<{ version: number }>("SELECT coalesce(max(version), 0) AS version FROM migration");
  const version = rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new Error(
      `The database has schema version ${version}; this program knows versions up to ${MIGRATIONS.length}. ` +
        "It was used by a newer version: run that one, or name another database.",
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await query(sql);
    await query("INSERT INTO migration (version) VALUES ($1)", [index + 1]);
  }
}
