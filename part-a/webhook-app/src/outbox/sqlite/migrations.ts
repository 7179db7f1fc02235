/** Applied in order, each once; a file's `user_version` is its number of migrations. Never change a released one. */
export const MIGRATIONS = [
  `
  CREATE TABLE notification (
    -- AUTOINCREMENT: the id of a deleted row must not come back, or new rows would seem older than they are.
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id    TEXT    NOT NULL CHECK (message_id <> ''),
    recipient     TEXT    NOT NULL CHECK (recipient <> ''),
    text          TEXT    NOT NULL,
    project       TEXT    NOT NULL,
    ref           TEXT    NOT NULL,
    sha           TEXT    NOT NULL,
    webhook_id    TEXT    NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'buried')),
    attempts      INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    reason        TEXT,
    received_at   INTEGER NOT NULL,
    pending_since INTEGER NOT NULL,
    settled_at    INTEGER,
    CHECK ((state = 'pending') = (settled_at IS NULL)),
    CHECK (CASE state WHEN 'delivered' THEN reason IS NULL WHEN 'buried' THEN reason IS NOT NULL ELSE 1 END)
  ) STRICT;
  -- For the relay, the counts, and the filters by these states. Delivered ones leave it, so it stays small. With the
  -- recipient in it the relay passes over the backlog of a blocked one without reading its rows.
  CREATE INDEX notification_unsettled ON notification (state, id, recipient) WHERE state <> 'delivered';
  -- Also tells whether a delivery was accepted before. There is none on sha or recipient: each would dirty one more
  -- random page per row, 10 us of CPU of 75 (measured at 64 webhooks per commit), for filters used by hand.
  CREATE INDEX notification_webhook ON notification (webhook_id);
  -- For retention. Times only grow, so it is always its last page that changes.
  CREATE INDEX notification_settled ON notification (settled_at) WHERE settled_at IS NOT NULL;

  CREATE TABLE seen (
    -- The first 16 bytes of a SHA-256.
    key        BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    expires_at INTEGER NOT NULL,
    -- The webhook whose notifications are the ones to look at.
    webhook_id TEXT    NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX seen_expires ON seen (expires_at);
  `,
  `
  ALTER TABLE notification ADD COLUMN actor TEXT NOT NULL DEFAULT '';
  ALTER TABLE notification ADD COLUMN commits INTEGER NOT NULL DEFAULT 0 CHECK (commits >= 0);
  ALTER TABLE notification ADD COLUMN kind TEXT NOT NULL DEFAULT '';
  -- JSON; NULL until something failed.
  ALTER TABLE notification ADD COLUMN failed_attempts TEXT;
  -- What a digest's carrier sends in its own place; the others name the carrier.
  ALTER TABLE notification ADD COLUMN digest_message_id TEXT CHECK (digest_message_id <> '');
  ALTER TABLE notification ADD COLUMN digest_text TEXT CHECK ((digest_text IS NULL) = (digest_message_id IS NULL));
  ALTER TABLE notification ADD COLUMN digest_of INTEGER CHECK (digest_of IS NULL OR digest_message_id IS NULL);
  -- What digests hold stands apart in it: the relay never passes over that, however much it is, and a carrier's others
  -- are found.
  DROP INDEX notification_unsettled;
  CREATE INDEX notification_unsettled ON notification (state, digest_of, id, recipient) WHERE state <> 'delivered';
  `,
  `
  -- Of a meaning: how often each source reported it. Those of before have no counts, and count as told once.
  ALTER TABLE seen ADD COLUMN hook INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE seen ADD COLUMN system_hook INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE seen ADD COLUMN ci INTEGER NOT NULL DEFAULT 0;
  -- Of a source and a ref: the transition that it reported last, hashed.
  ALTER TABLE seen ADD COLUMN last BLOB;
  `,
  `
  -- By whom of GitLab's the policy chose the recipient; empty for one whom a rule names.
  ALTER TABLE notification ADD COLUMN person TEXT NOT NULL DEFAULT '';
  -- Counts them by reason, and finds those of one.
  CREATE INDEX notification_buried ON notification (reason, id) WHERE state = 'buried';

  CREATE TABLE journal (
    -- Orders what was received in the same millisecond. AUTOINCREMENT: what is deleted by number must be the oldest.
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id     TEXT    NOT NULL UNIQUE,
    received_at    INTEGER NOT NULL,
    event          TEXT    NOT NULL,
    project        TEXT    NOT NULL,
    ref            TEXT    NOT NULL,
    sha            TEXT    NOT NULL,
    actor          TEXT    NOT NULL,
    outcome        TEXT    NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'ignored', 'rejected')),
    reason         TEXT,
    detail         TEXT,
    rule           INTEGER,
    -- JSON.
    skipped        TEXT    NOT NULL,
    people         TEXT    NOT NULL,
    resends        INTEGER NOT NULL DEFAULT 0,
    last_resent_at INTEGER
  ) STRICT;
  -- One for each way to search, in the order of the page. A page without a filter is of the four outcomes.
  CREATE INDEX journal_outcome ON journal (outcome, received_at);
  CREATE INDEX journal_reason ON journal (reason, received_at) WHERE reason IS NOT NULL;
  CREATE INDEX journal_project ON journal (project, received_at);
  CREATE INDEX journal_ref ON journal (ref, received_at);
  CREATE INDEX journal_sha ON journal (substr(sha, 1, 7), received_at) WHERE sha <> '';
  CREATE TABLE journal_person (
    name        TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    journal     INTEGER NOT NULL,
    PRIMARY KEY (name, received_at, journal)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Entries on their way into the journal, without its indexes.
  CREATE TABLE journal_tail (
    id          INTEGER PRIMARY KEY,
    webhook_id  TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    event       TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    ref         TEXT    NOT NULL,
    sha         TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    outcome     TEXT    NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'ignored', 'rejected')),
    reason      TEXT,
    detail      TEXT,
    rule        INTEGER,
    skipped     TEXT    NOT NULL,
    people      TEXT    NOT NULL
  ) STRICT;
  `,
];
