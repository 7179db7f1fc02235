export interface Migration {
  /**
   * The oldest version whose program works with this schema: its Pods keep running while the new ones start, and run
   * again after a rollback.
   */
  minCompatible: number;
  sql: string;
}

/**
 * Applied in order, each once; a schema's version is its number of migrations. Never change a released one. Tables are
 * qualified with their schema, see schema.ts.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    minCompatible: 1,
    sql: `
  CREATE TABLE webhook_app.notification (
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
  CREATE INDEX notification_pending ON webhook_app.notification (id) WHERE state = 'pending';
  CREATE INDEX notification_buried ON webhook_app.notification (id) WHERE state = 'buried';
  CREATE INDEX notification_settled ON webhook_app.notification (settled_at) WHERE settled_at IS NOT NULL;
  -- None on sha or recipient: each would add a random page to every insert and every settlement, for filters that are
  -- used by hand.
  CREATE INDEX notification_webhook ON webhook_app.notification (webhook_id, id);

  CREATE TABLE webhook_app.seen (
    -- The first 16 bytes of a SHA-256.
    key        bytea  NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    expires_at bigint NOT NULL,
    -- The webhook whose notifications are the ones to look at.
    webhook_id text   NOT NULL
  );
  CREATE INDEX seen_expires ON webhook_app.seen (expires_at);

  CREATE TABLE webhook_app.lease (
    id         integer     PRIMARY KEY CHECK (id = 1),
    holder     text        NOT NULL,
    expires_at timestamptz NOT NULL
  );
  `,
  },
  {
    // A program of version 1 looks for pending ones without its index, and sends what is in a digest one by one.
    minCompatible: 1,
    sql: `
  ALTER TABLE webhook_app.notification
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
  DROP INDEX webhook_app.notification_pending;
  CREATE INDEX notification_due ON webhook_app.notification (id) WHERE state = 'pending' AND digest_of IS NULL;
  CREATE INDEX notification_member ON webhook_app.notification (digest_of, id) WHERE state = 'pending' AND digest_of IS NOT NULL;
  `,
  },
  {
    // A program of a version before counts nothing: what returns is a duplicate to it.
    minCompatible: 1,
    sql: `
  ALTER TABLE webhook_app.seen
    -- Of a meaning: how often each source reported it. Those of before have no counts, and count as told once.
    ADD COLUMN hook        smallint NOT NULL DEFAULT 0,
    ADD COLUMN system_hook smallint NOT NULL DEFAULT 0,
    ADD COLUMN ci          smallint NOT NULL DEFAULT 0,
    -- Of a source and a ref: the transition that it reported last, hashed, and the one before that.
    ADD COLUMN last        bytea,
    ADD COLUMN previous    bytea;
  `,
  },
  {
    // A program of version before goes on beside: what it accepts is not in the journal.
    minCompatible: 1,
    sql: `
  -- By whom of GitLab's the policy chose the recipient; empty for one whom a rule names.
  ALTER TABLE webhook_app.notification ADD COLUMN person text NOT NULL DEFAULT '';
  -- Counts them by reason, and finds those of one.
  CREATE INDEX notification_buried_reason ON webhook_app.notification (reason, id) WHERE state = 'buried';

  CREATE TABLE webhook_app.journal (
    -- Orders what was received in the same millisecond.
    id             bigint  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    webhook_id     text    NOT NULL UNIQUE,
    received_at    bigint  NOT NULL,
    event          text    NOT NULL,
    project        text    NOT NULL,
    ref            text    NOT NULL,
    sha            text    NOT NULL,
    actor          text    NOT NULL,
    outcome        text    NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'ignored', 'rejected')),
    reason         text,
    detail         text,
    rule           integer,
    skipped        jsonb   NOT NULL,
    people         jsonb   NOT NULL,
    resends        integer NOT NULL DEFAULT 0,
    last_resent_at bigint
  );
  -- One for each way to search, in the order of the page. A page without a filter is of the four outcomes: an index of
  -- the times alone would tempt the planner to look through all for one project.
  CREATE INDEX journal_outcome ON webhook_app.journal (outcome, received_at, id);
  CREATE INDEX journal_reason ON webhook_app.journal (reason, received_at, id) WHERE reason IS NOT NULL;
  CREATE INDEX journal_project ON webhook_app.journal (project, received_at, id);
  CREATE INDEX journal_ref ON webhook_app.journal (ref, received_at, id);
  CREATE INDEX journal_sha ON webhook_app.journal (substr(sha, 1, 7), received_at, id) WHERE sha <> '';
  CREATE TABLE webhook_app.journal_person (
    name        text   NOT NULL,
    received_at bigint NOT NULL,
    journal     bigint NOT NULL,
    PRIMARY KEY (name, received_at, journal)
  );
  `,
  },
  {
    // A program of a version before says nothing of itself, and what another said stays there under the other's name.
    minCompatible: 1,
    sql: `
  -- Of its holder: JSON as text, because jsonb refuses what Rocket.Chat may say.
  ALTER TABLE webhook_app.lease ADD COLUMN condition text;
  `,
  },
];
