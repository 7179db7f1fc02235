import type { OutboxOptions } from "../outbox.ts";
import type { Acceptance, ReceivedWebhook } from "../webhook.ts";
import { completeDeliveries } from "./complete-deliveries.ts";
import { onceEach, type Journaled } from "./journal-writer.ts";
import { withKeys, type KeyedWebhook } from "./keyed-webhook.ts";
import { findDeliveries } from "./known-deliveries.ts";
import type { Query } from "./pool.ts";
import { storeGroup } from "./store-group.ts";

export type AcceptRound = (query: Query, webhooks: readonly ReceivedWebhook[], again: boolean) => Promise<Acceptance[]>;

/** Commits webhooks whose reports have no meaning in common (see rounds.ts); all or none. */
export function createAcceptRound(options: Pick<OutboxOptions, "dedupeWindowMs" | "retentionMs">): AcceptRound {
  return async (query, webhooks, again) => {
    const group = webhooks.map(withKeys);
    const firsts = firstDeliveries(group);
    const { leads, ids } = await storeGroup(query, { ...options, group: firsts, journal: journaled(webhooks), again });
    const known = await findDeliveries(
      query,
      firsts.filter(({ webhook }) => !leads.has(webhook.webhookId)),
    );
    const completed = await completeDeliveries(query, firsts, known, options);
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
  };
}

/** The first of each delivery: the first one counts within a group too. */
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

function isOwn({ notifications }: ReceivedWebhook, ids: ReadonlyMap<string, number> = new Map()): boolean {
  return notifications.length === 0 || hasAny({ notifications }, ids);
}

function hasAny({ notifications }: Pick<ReceivedWebhook, "notifications">, ids: ReadonlyMap<string, number>): boolean {
  return notifications.some(({ messageId }) => ids.has(messageId));
}

function journaled(webhooks: readonly ReceivedWebhook[]): Journaled[] {
  return onceEach(webhooks.map(({ summary, webhookId, receivedAt }) => ({ ...summary, webhookId, receivedAt })));
}
