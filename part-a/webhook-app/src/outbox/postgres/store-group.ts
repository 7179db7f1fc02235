import { DELIVERY_KEY_MS, DUPLICATE_DETAIL, type ReceivedWebhook, reportKnownUntil, SOURCES } from "../webhook.ts";
import type { NewNotification } from "../notification.ts";
import { journalSteps, journalValues, type Journaled } from "./journal-writer.ts";
import type { Query } from "./pool.ts";

/** A webhook with the hashes of its keys, as hex. */
export interface KeyedWebhook {
  webhook: ReceivedWebhook;
  delivery: string;
  /** Under which stands where the delivery leads, if its notifications were all told before. */
  lead: string;
  /** Of its notifications, in their order. */
  meanings: string[];
  /** Under which stands what its source reported last of the ref, and what it reports; null when it is no report. */
  source: string | null;
  transition: string | null;
}

interface ToStore {
  group: readonly KeyedWebhook[];
  /** The journal's entries of the group. */
  journal: readonly Journaled[];
  /** How long a meaning is remembered. */
  dedupeWindowMs: number;
  /** The group may have been stored already. */
  again: boolean;
}

/** What of a group was new. */
export interface Stored {
  /** For each webhook whose delivery was: the one to look at, itself unless it told nothing that was new. */
  leads: Map<string, string>;
  /** New notifications' ids by their message ids. */
  ids: Map<string, number>;
}

/** What is stored of a notification as it is. */
const GIVEN = [
  ["message_id", "text", "messageId"],
  ["recipient", "text", "recipient"],
  ["text", "text", "text"],
  ["project", "text", "project"],
  ["ref", "text", "ref"],
  ["sha", "text", "sha"],
  ["actor", "text", "actor"],
  ["commits", "integer", "commits"],
  ["kind", "text", "kind"],
  ["person", "text", "person"],
] as const satisfies [column: string, type: string, property: keyof NewNotification][];

/** The parameters of the notifications, and after them those of the journal: `again`, then the entries. */
const FIRST_GIVEN = 14;
const AGAIN = `$${FIRST_GIVEN + GIVEN.length}::boolean`;
const FIRST_OF_JOURNAL = FIRST_GIVEN + GIVEN.length + 1;

/** What was known before, or told nothing that was new, is a duplicate; an entry of a known delivery stays what it was. */
const DECIDED = {
  columns: `CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL THEN 'duplicate' ELSE 'accepted' END,
      CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL THEN 'duplicate' END,
      CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL
        THEN '${DUPLICATE_DETAIL}' || coalesce(told_by, given.webhook_id) || '.' END`,
  joins: "LEFT JOIN new_delivery USING (webhook_id) LEFT JOIN duplicate USING (webhook_id)",
};

const COLUMNS = GIVEN.map(([column]) => column).join(", ");
const ARRAYS = GIVEN.map(([, type], index) => `$${index + FIRST_GIVEN}::${type}[]`).join(", ");

/** Of a known meaning: whether it is known from so long ago that it counts as new. */
const IS_OVER = "known.expires_at <= $5::bigint";

/** Whether it is reported by a source as its next one. */
const IS_NEXT = "excluded.webhook_id IN (SELECT webhook_id FROM step WHERE is_next)";

/** Its count by each source; the one that reports has 1 in the new row, the others 0. */
const COUNTED = SOURCES.map(
  (source) => `${source} = CASE WHEN ${IS_OVER} THEN excluded.${source} WHEN excluded.${source} = 0 THEN known.${source}
        ELSE greatest(known.${source} + (${IS_NEXT})::integer, 1) END`,
).join(",\n      ");

/** Whether it is told: the source that reports its next one had reported as many as any. One without counts was told once. */
const IS_NEWS = `(${IS_OVER} OR ${IS_NEXT} AND ${SOURCES.map((source) => `known.${source} * excluded.${source}`).join(" + ")}
        >= greatest(${SOURCES.map((source) => `known.${source}`).join(", ")}, 1))`;

/**
 * The whole of accepting in one statement, which is a transaction of its own: a group costs one trip to the database.
 *
 * An INSERT … ON CONFLICT sees what others have committed meanwhile and waits for what they are about to, whatever the
 * statement's snapshot shows. What is locked is locked in one order, so that two replicas never wait for each other in
 * a circle: deliveries before sources before meanings before leads, each in the order of their keys. Every step needs all rows of the
 * one before, because it sorts.
 *
 * - `new_delivery`: the deliveries that are new, or known from so long ago that they count as new.
 * - `report`: what they report of refs; `source`: what each source had reported last of the ref; `step`: whether each report
 *   differs from its source's one before, in the group or before it.
 * - `asked`: their notifications, once every `step` is known; `first_asked`: of equal meanings in the group the first. (No two reports of a group have
 *   one, see rounds.ts.)
 * - `meaning`: the webhook that told each meaning. A known one is counted, see `COUNTED`, or written as it is: only so it is
 *   returned.
 * - `told`: the notifications that are new. `entry` and `named`: the journal.
 * - `duplicate`: new deliveries without any; they lead to the webhook that told the first of theirs. `lead` remembers
 *   that in a row of its own, since a statement cannot change a row that it has inserted.
 * - `other`: what a webhook with some that are new has in common with others; its resend does not tell that either.
 */
const STORE_SQL = `WITH
  delivery AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $10::text[], $11::text[], $12::bigint[]) WITH ORDINALITY AS given (key, lead, webhook_id, received_at, source, transition, known_until, position)
  ),
  new_delivery AS (
    INSERT INTO webhook_app.seen AS known (key, webhook_id, expires_at)
    SELECT decode(key, 'hex'), webhook_id, received_at + ${DELIVERY_KEY_MS} FROM delivery ORDER BY key
    ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id, expires_at = excluded.expires_at
    WHERE known.expires_at <= $5::bigint
    RETURNING webhook_id
  ),
  report AS MATERIALIZED (
    SELECT delivery.* FROM delivery JOIN new_delivery USING (webhook_id) WHERE source IS NOT NULL
  ),
  source AS (
    INSERT INTO webhook_app.seen AS known (key, webhook_id, expires_at, last)
    SELECT DISTINCT ON (source) decode(source, 'hex'), webhook_id, known_until, decode(transition, 'hex') FROM report ORDER BY source, position DESC
    ON CONFLICT (key) DO UPDATE SET
      webhook_id = excluded.webhook_id, expires_at = excluded.expires_at, last = excluded.last,
      previous = known.last
    RETURNING encode(key, 'hex') AS source, encode(previous, 'hex') AS previous
  ),
  step AS MATERIALIZED (
    SELECT webhook_id,
      transition IS DISTINCT FROM lag(transition, 1, previous) OVER (PARTITION BY source ORDER BY position) AS is_next
    FROM report JOIN source USING (source)
  ),
  asked AS MATERIALIZED (
    SELECT given.*, received_at + $6::bigint AS expires_at
    FROM unnest($7::text[], $8::text[], $9::bigint[], $13::text[], ${ARRAYS}) WITH ORDINALITY
      AS given (key, webhook_id, received_at, by, ${COLUMNS}, position)
    JOIN new_delivery USING (webhook_id) LEFT JOIN step USING (webhook_id)
  ),
  first_asked AS MATERIALIZED (SELECT DISTINCT ON (key) * FROM asked ORDER BY key, position),
  meaning AS (
    INSERT INTO webhook_app.seen AS known (key, webhook_id, expires_at, ${SOURCES.join(", ")})
    SELECT decode(key, 'hex'), webhook_id, expires_at,
      ${SOURCES.map((source) => `coalesce(by = '${source}', false)::integer`).join(", ")}
    FROM first_asked ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      webhook_id = CASE WHEN ${IS_NEWS} THEN excluded.webhook_id ELSE known.webhook_id END,
      expires_at = CASE WHEN ${IS_NEWS} THEN excluded.expires_at ELSE known.expires_at END,
      ${COUNTED}
    RETURNING encode(key, 'hex') AS key, webhook_id AS told_by, expires_at
  ),
  told AS (
    INSERT INTO webhook_app.notification (${COLUMNS}, webhook_id, received_at, pending_since)
    SELECT ${COLUMNS}, webhook_id, received_at, received_at
    FROM first_asked JOIN meaning USING (key, expires_at) WHERE told_by = webhook_id ORDER BY position
    RETURNING id, message_id, webhook_id
  ),
  duplicate AS MATERIALIZED (
    SELECT DISTINCT ON (webhook_id) webhook_id, told_by FROM asked JOIN meaning USING (key)
    WHERE webhook_id NOT IN (SELECT webhook_id FROM told) ORDER BY webhook_id, position
  ),
  lead AS (
    INSERT INTO webhook_app.seen (key, webhook_id, expires_at)
    SELECT decode(lead, 'hex'), told_by, received_at + ${DELIVERY_KEY_MS}
    FROM delivery JOIN duplicate USING (webhook_id) ORDER BY lead
    ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id, expires_at = excluded.expires_at
  ),
  other AS (
    INSERT INTO webhook_app.seen (key, webhook_id, expires_at)
    SELECT DISTINCT substring(sha256(convert_to('told:' || webhook_id || ' ' || key, 'UTF8')) FOR 16), webhook_id,
      received_at + ${DELIVERY_KEY_MS}
    FROM asked WHERE webhook_id IN (SELECT webhook_id FROM told) AND message_id NOT IN (SELECT message_id FROM told)
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at
  ),
  ${journalSteps(FIRST_OF_JOURNAL, DECIDED, AGAIN)}
  SELECT id, message_id AS name, NULL AS leads_to FROM told
  UNION ALL
  SELECT NULL, webhook_id, coalesce(told_by, webhook_id) FROM new_delivery LEFT JOIN duplicate USING (webhook_id)`;

/** A server that has gone silent is left after this long: within its 8 s a group is tried at least twice. */
const TRY_MS = 3_000;

/**
 * Stores a group of webhooks with different delivery keys, whatever of it is new, in the given order.
 */
export async function storeGroup(query: Query, { group, journal, dedupeWindowMs, again }: ToStore): Promise<Stored> {
  const { rows } = await query<{ id: number | null; name: string; leads_to: string }>(
    STORE_SQL,
    [...valuesOf(group, dedupeWindowMs), again, ...journalValues(journal)],
    { name: "accept", timeoutMs: TRY_MS },
  );
  const stored: Stored = { leads: new Map(), ids: new Map() };
  for (const { id, name, leads_to } of rows) {
    if (id === null) stored.leads.set(name, leads_to);
    else stored.ids.set(name, id);
  }
  return stored;
}

function valuesOf(group: readonly KeyedWebhook[], dedupeWindowMs: number): unknown[] {
  const asked = group.flatMap(({ webhook, meanings }) =>
    webhook.notifications.map((notification, index) => ({ webhook, notification, meaning: meanings[index] })),
  );
  return [
    group.map(({ delivery }) => delivery),
    group.map(({ lead }) => lead),
    group.map(({ webhook }) => webhook.webhookId),
    group.map(({ webhook }) => webhook.receivedAt),
    Math.min(...group.map(({ webhook }) => webhook.receivedAt)),
    dedupeWindowMs,
    asked.map(({ meaning }) => meaning),
    asked.map(({ webhook }) => webhook.webhookId),
    asked.map(({ webhook }) => webhook.receivedAt),
    group.map(({ source }) => source),
    group.map(({ transition }) => transition),
    group.map(({ webhook }) => reportKnownUntil(webhook.receivedAt, dedupeWindowMs)),
    asked.map(({ webhook }) => webhook.report?.source ?? null),
    ...GIVEN.map(([, , property]) => asked.map(({ notification }) => notification[property])),
  ];
}
