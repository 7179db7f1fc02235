import { type JournalEntry, MAX_SKIPPED, type UnacceptedWebhook, type WebhookSummary } from "../journal.ts";
import type { Query } from "./pool.ts";

/** A delivery, and how often it was repeated in the same group. */
export type Journaled = WebhookSummary & Pick<JournalEntry, "webhookId" | "receivedAt" | "resends" | "lastResentAt">;

/** An entry's fields, in the order of a statement's parameters. */
const GIVEN: readonly [name: string, type: string, of: (webhook: Journaled) => unknown][] = [
  ["webhook_id", "text", ({ webhookId }) => webhookId],
  ["received_at", "bigint", ({ receivedAt }) => receivedAt],
  ["event", "text", ({ event }) => event],
  ["project", "text", ({ project }) => project],
  ["ref", "text", ({ ref }) => ref],
  ["sha", "text", ({ sha }) => sha],
  ["actor", "text", ({ actor }) => actor],
  ["rule", "integer", ({ rule }) => rule],
  ["skipped", "text", ({ skipped }) => JSON.stringify(skipped)],
  ["people", "text", ({ people }) => JSON.stringify(people)],
  ["resends", "integer", ({ resends }) => resends],
  ["last_resent_at", "bigint", ({ lastResentAt }) => lastResentAt],
];

const NAMES = GIVEN.map(([name]) => name).join(", ");

/** The rows of `journalValues` as a FROM item named `given`, their parameters from `first` on. */
function givenFrom(first: number): string {
  const arrays = GIVEN.map(([, type], index) => `$${first + index}::${type}[]`).join(", ");
  return `unnest(${arrays}) AS given (${NAMES})`;
}

/** Final outcomes stay; an ignored or rejected webhook gets the delivery's new outcome. */
const REPLACED = ["event", "project", "ref", "sha", "actor", "outcome", "reason", "detail"]
  .map(
    (name) =>
      `${name} = CASE WHEN known.outcome IN ('accepted', 'duplicate') THEN known.${name} ELSE excluded.${name} END`,
  )
  .join(", ");

/** The payload does not identify the person. */
const UNNAMED = `@.reason == "redacted_author" || @.reason == "beyond_payload"`;

const OF_AUTHORS = `${UNNAMED} || @.person like_regex "@"`;

/**
 * People whom an accepted webhook does not notify when it is resent either. GitLab resends it without addresses, and so
 * without authors who were known at first, notified or not: the resend says nothing about them.
 */
const STILL_SKIPPED = `CASE WHEN known.skipped @> jsonb_path_query_array(excluded.skipped, '$[*] ? (${UNNAMED})')
        THEN excluded.skipped
      ELSE jsonb_path_query_array(
        jsonb_path_query_array(known.skipped, '$[*] ? (${OF_AUTHORS})')
          || jsonb_path_query_array(excluded.skipped, '$[*] ? (!(${OF_AUTHORS}))'),
        '$[0 to ${MAX_SKIPPED - 1}]') END`;

/** For an accepted webhook the latest values; for others as `REPLACED`. */
const CORRECTED = [
  ["rule", "excluded.rule"],
  ["skipped", STILL_SKIPPED],
]
  .map(
    ([name, corrected]) => `${name} = CASE WHEN known.outcome IN ('ignored', 'rejected') THEN excluded.${name}
      WHEN known.outcome = 'accepted' AND excluded.outcome IN ('accepted', 'duplicate') THEN ${corrected}
      ELSE known.${name} END`,
  )
  .join(", ");

/**
 * The steps that write entries, as part of a larger statement. Entries are locked in the order of their webhooks' ids.
 * A retried group may have been written: the same receipt is not counted twice.
 *
 * @param first number of the first parameter of `journalValues`
 * @param decided the entry's outcome, reason and detail, and the joins that they need
 * @param again whether the group is retried, as SQL
 */
export function journalSteps(first: number, decided: { columns: string; joins: string }, again: string): string {
  return `entry AS (
    INSERT INTO webhook_app.journal AS known (webhook_id, received_at, event, project, ref, sha, actor, rule, skipped, people,
      resends, last_resent_at, outcome, reason, detail)
    SELECT given.webhook_id, given.received_at, given.event, given.project, given.ref, given.sha, given.actor, given.rule,
      given.skipped::jsonb, given.people::jsonb, given.resends, given.last_resent_at, ${decided.columns}
    FROM ${givenFrom(first)} ${decided.joins} ORDER BY given.webhook_id
    ON CONFLICT (webhook_id) DO UPDATE SET ${REPLACED}, ${CORRECTED},
      people = CASE WHEN known.people @> excluded.people THEN known.people ELSE known.people || excluded.people END,
      resends = known.resends + excluded.resends + 1,
      last_resent_at = greatest(known.last_resent_at, excluded.received_at, excluded.last_resent_at)
    WHERE NOT ${again} OR excluded.received_at NOT IN (known.received_at, coalesce(known.last_resent_at, 0))
    RETURNING id, received_at, people
  ),
  named AS (
    INSERT INTO webhook_app.journal_person (name, received_at, journal)
    SELECT name, received_at, id FROM entry, jsonb_array_elements_text(people) AS name ORDER BY name, received_at, id
    ON CONFLICT DO NOTHING
  )`;
}

export function journalValues(webhooks: readonly Journaled[]): unknown[] {
  return GIVEN.map(([, , of]) => webhooks.map(of));
}

/** The last of each delivery, and how often it occurs in the group. */
export function onceEach<Webhook extends Omit<Journaled, "resends" | "lastResentAt">>(
  webhooks: readonly Webhook[],
): (Webhook & Journaled)[] {
  const last = new Map<string, Webhook & Journaled>();
  for (const webhook of webhooks) {
    const before = last.get(webhook.webhookId);
    const resends = before ? { resends: before.resends + 1, lastResentAt: webhook.receivedAt } : NOT_RESENT;
    last.set(webhook.webhookId, { ...webhook, ...resends, receivedAt: before?.receivedAt ?? webhook.receivedAt });
  }
  return [...last.values()];
}

const NOT_RESENT = { resends: 0, lastResentAt: null };

const RECORD_SQL = `WITH ${journalSteps(
  5,
  {
    columns: "decided.outcome, decided.reason, decided.detail",
    joins:
      "JOIN unnest($1::text[], $2::text[], $3::text[], $5::text[]) AS decided (outcome, reason, detail, webhook_id) USING (webhook_id)",
  },
  "$4::boolean",
)} SELECT FROM entry`;

/** Writes webhooks that notified nobody; `again` if they may already be written. */
export async function record(query: Query, webhooks: readonly UnacceptedWebhook[], again: boolean): Promise<void> {
  const each = onceEach(webhooks);
  await query(RECORD_SQL, [
    each.map(({ outcome }) => outcome),
    each.map(({ reason }) => reason),
    each.map(({ detail }) => detail),
    again,
    ...journalValues(each),
  ]);
}
