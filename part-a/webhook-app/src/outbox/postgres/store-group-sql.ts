import { DELIVERY_KEY_MS, DUPLICATE_DETAIL, reportKnownUntil, SOURCES } from "../webhook.ts";
import { STORED_AS_GIVEN } from "./columns.ts";
import { journalSteps, journalValues, type Journaled } from "./journal-writer.ts";
import type { KeyedWebhook } from "./keyed-webhook.ts";
import { COUNTED, IS_NEWS } from "./occurrences.ts";

/** After the notifications' parameters come the journal's: `again`, then the entries. */
const FIRST_GIVEN = 14;
const AGAIN = `$${FIRST_GIVEN + STORED_AS_GIVEN.length}::boolean`;
const FIRST_OF_JOURNAL = FIRST_GIVEN + STORED_AS_GIVEN.length + 1;

/**
 * A known delivery, or one that notifies nobody new, is a duplicate; the entry of a known delivery keeps its outcome.
 */
const DECIDED = {
  columns: `CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL THEN 'duplicate' ELSE 'accepted' END,
      CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL THEN 'duplicate' END,
      CASE WHEN new_delivery.webhook_id IS NULL OR told_by IS NOT NULL
        THEN '${DUPLICATE_DETAIL}' || coalesce(told_by, given.webhook_id) || '.' END`,
  joins: "LEFT JOIN new_delivery USING (webhook_id) LEFT JOIN duplicate USING (webhook_id)",
};

const COLUMNS = STORED_AS_GIVEN.map(([column]) => column).join(", ");
const ARRAYS = STORED_AS_GIVEN.map(([, type], index) => `$${index + FIRST_GIVEN}::${type}[]`).join(", ");

/**
 * Accepts a group in one statement, which is its own transaction: a group costs one round trip to the database.
 *
 * An INSERT … ON CONFLICT sees what others have committed meanwhile, and waits for what they are about to commit,
 * whatever the statement's snapshot shows. Locks are taken in one order, so that two replicas never wait for each other
 * in a circle: deliveries, then sources, meanings and leads, each in the order of their keys. Every step needs all rows
 * of the previous one, because it sorts.
 *
 * - `new_delivery`: the deliveries that are new, or so old that they count as new.
 * - `report`: what they report about refs; `source`: what each source had last reported about the ref; `step`: whether
 *   each report differs from its source's previous one, in the group or before it.
 * - `asked`: their notifications, once every `step` is known; `first_asked`: the first of equal meanings in the group.
 *   (No two reports of a group have the same, see rounds.ts.)
 * - `meaning`: the webhook that notified of each meaning. A known one is counted (see occurrences.ts) or written
 *   unchanged, because only written rows are returned.
 * - `told`: the notifications that are new. `entry` and `named`: the journal.
 * - `duplicate`: new deliveries without new notifications; they lead to the webhook that notified of their first one.
 *   `lead` stores that in a separate row, because a statement cannot change a row that it has inserted.
 * - `other`: the notifications that a webhook with new ones shares with other webhooks; its resend does not notify of
 *   those either.
 */
export const STORE_SQL = `WITH
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

export interface ToStore {
  group: readonly KeyedWebhook[];
  /** The journal's entries of the group. */
  journal: readonly Journaled[];
  /** How long a meaning is remembered. */
  dedupeWindowMs: number;
  /** The group may have been stored already. */
  again: boolean;
}

/** The parameters of `STORE_SQL`. */
export function storeValues({ group, journal, dedupeWindowMs, again }: ToStore): unknown[] {
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
    ...STORED_AS_GIVEN.map(([, , property]) => asked.map(({ notification }) => notification[property])),
    again,
    ...journalValues(journal),
  ];
}
