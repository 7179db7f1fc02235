import type { Acceptance, OutboxOptions } from "../outbox.ts";
import { refusal, type ReceivedWebhook } from "../received-webhook.ts";
import { completeDeliveries } from "./complete-deliveries.ts";
import { hexKey } from "./hex-key.ts";
import { findDeliveries } from "./known-deliveries.ts";
import type { Database } from "./pool.ts";
import { roundsOf } from "./rounds.ts";
import { storeGroup, type KeyedWebhook } from "./store-group.ts";
import { isRefusal } from "./trouble.ts";

function withKeys(webhook: ReceivedWebhook): KeyedWebhook {
  const { report } = webhook;
  return {
    webhook,
    delivery: hexKey("delivery", webhook.webhookId),
    lead: hexKey("lead", webhook.webhookId),
    meanings: webhook.notifications.map(({ meaningKey }) => hexKey("meaning", meaningKey)),
    source: report ? hexKey("source", `${report.source} ${report.ref}`) : null,
    transition: report ? hexKey("transition", report.transition) : null,
  };
}

/** The first of each delivery: within a group, too, the first one counts. */
function firstDeliveries(group: readonly KeyedWebhook[]): KeyedWebhook[] {
  const first = new Map<string, KeyedWebhook>();
  for (const keyed of group) if (!first.has(keyed.delivery)) first.set(keyed.delivery, keyed);
  return [...first.values()];
}

/** Accepted with those of its notifications that have an id. */
function accepted({ notifications }: ReceivedWebhook, ids: ReadonlyMap<string, number>): Acceptance {
  const stored = notifications.flatMap(({ messageId, recipient }) => {
    const id = ids.get(messageId);
    return id === undefined ? [] : [{ id, recipient }];
  });
  return { status: "accepted", notifications: stored };
}

/**
 * Commits groups; when the database refuses a value, one by one, so that only its webhook fails.
 *
 * A group that is tried `again` may have been committed, its answer lost: then its deliveries are known, and the
 * message ids, which are made anew for each webhook that is received, tell its own.
 */
export function createAccept({ execute }: Database, options: Pick<OutboxOptions, "dedupeWindowMs" | "retentionMs">) {
  async function inOne(webhooks: readonly ReceivedWebhook[], again: boolean): Promise<Acceptance[]> {
    const group = webhooks.map(withKeys);
    const firsts = firstDeliveries(group);
    const { leads, ids } = await storeGroup(execute, firsts, options.dedupeWindowMs);
    const known = await findDeliveries(
      execute,
      firsts.filter(({ webhook }) => !leads.has(webhook.webhookId)),
    );
    const completed = await completeDeliveries(execute, firsts, known, options);
    const isFirst = new Set(firsts);
    return group.map((keyed) => {
      const { webhook } = keyed;
      const before = known.get(webhook.webhookId);
      const leadsTo = leads.get(webhook.webhookId) ?? before?.leadsTo ?? webhook.webhookId;
      if (isFirst.has(keyed) && hasAny(webhook, completed)) return accepted(webhook, completed);
      const isNew = leads.has(webhook.webhookId) || (again && isOwn(webhook, before?.ids));
      if (!isFirst.has(keyed) || leadsTo !== webhook.webhookId || !isNew)
        return { status: "duplicate", webhookId: leadsTo };
      return accepted(webhook, before?.ids ?? ids);
    });
  }

  async function alone(webhook: ReceivedWebhook, again: boolean): Promise<Acceptance | Error> {
    try {
      return (await inOne([webhook], again))[0] ?? noAnswer();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return refusal(webhook, error);
    }
  }

  /** Where one is refused, others of its round may be committed already. */
  async function oneRound(webhooks: readonly ReceivedWebhook[], again: boolean): Promise<(Acceptance | Error)[]> {
    try {
      return await inOne(webhooks, again);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const outcomes: (Acceptance | Error)[] = [];
      for (const webhook of webhooks) outcomes.push(await alone(webhook, true));
      return outcomes;
    }
  }

  return async (webhooks: ReceivedWebhook[], again: boolean): Promise<(Acceptance | Error)[]> => {
    const outcomes = new Map<ReceivedWebhook, Acceptance | Error>();
    for (const round of roundsOf(webhooks)) {
      const results = await oneRound(round, again);
      for (const [index, webhook] of round.entries()) outcomes.set(webhook, results[index] ?? noAnswer());
    }
    return webhooks.map((webhook) => outcomes.get(webhook) ?? noAnswer());
  };
}

function noAnswer(): Error {
  return new Error("The store gave no answer.");
}

function isOwn({ notifications }: ReceivedWebhook, ids: ReadonlyMap<string, number> = new Map()): boolean {
  return notifications.length === 0 || hasAny({ notifications }, ids);
}

function hasAny({ notifications }: Pick<ReceivedWebhook, "notifications">, ids: ReadonlyMap<string, number>): boolean {
  return notifications.some(({ messageId }) => ids.has(messageId));
}
