import { OutboxUnavailable, type Acceptance } from "../outbox.ts";
import { keyHash } from "../key-hash.ts";
import { refusal, type ReceivedWebhook } from "../received-webhook.ts";
import { answerDuplicates } from "./answer-duplicates.ts";
import { isRefusal, type Database } from "./pool.ts";
import { storeGroup, type KeyedWebhook, type Stored } from "./store-group.ts";

function withKeys(webhook: ReceivedWebhook): KeyedWebhook {
  return {
    webhook,
    delivery: hexKey("delivery", webhook.webhookId),
    meanings: webhook.notifications.map(({ meaningKey }) => hexKey("meaning", meaningKey)),
  };
}

function hexKey(kind: "delivery" | "meaning", key: string): string {
  return Buffer.from(keyHash(kind, key)).toString("hex");
}

/** The first of each delivery: within a group, too, the first one counts. */
function firstDeliveries(group: readonly KeyedWebhook[]): KeyedWebhook[] {
  const first = new Map<string, KeyedWebhook>();
  for (const keyed of group) if (!first.has(keyed.delivery)) first.set(keyed.delivery, keyed);
  return [...first.values()];
}

/** Undefined when it is a duplicate: delivered before, or all of its notifications were told before. */
function acceptanceOf({ webhook }: KeyedWebhook, { webhookIds, ids }: Stored): Acceptance | undefined {
  const notifications = webhook.notifications.flatMap(({ messageId, recipient }) => {
    const id = ids.get(messageId);
    return id === undefined ? [] : [{ id, recipient }];
  });
  const isNew = notifications.length > 0 || (webhook.notifications.length === 0 && webhookIds.has(webhook.webhookId));
  return isNew ? { status: "accepted", notifications } : undefined;
}

/** Commits groups; when the database refuses a value, one by one, so that only its webhook fails. */
export function createAccept(database: Database, dedupeWindowMs: number) {
  /** Stores a group and answers for each; what only duplicates need is asked when there are some. */
  async function inOne(webhooks: readonly ReceivedWebhook[]): Promise<Acceptance[]> {
    const group = webhooks.map(withKeys);
    const firsts = firstDeliveries(group);
    const stored = await storeGroup(database.execute, firsts, dedupeWindowMs);
    const known = new Set(firsts);
    const acceptances = group.map((keyed) => (known.has(keyed) ? acceptanceOf(keyed, stored) : undefined));
    const duplicates = group.filter((_, index) => acceptances[index] === undefined);
    const ledTo =
      duplicates.length === 0
        ? new Map<string, string>()
        : await database.transaction((query) => answerDuplicates(query, duplicates, stored));
    return group.map(({ webhook, delivery }, index) => {
      return acceptances[index] ?? { status: "duplicate", webhookId: ledTo.get(delivery) ?? webhook.webhookId };
    });
  }

  async function alone(webhook: ReceivedWebhook): Promise<Acceptance | Error> {
    try {
      return (await inOne([webhook]))[0] ?? new Error("The store gave no answer.");
    } catch (error) {
      if (error instanceof OutboxUnavailable) return error;
      return refusal(webhook, error);
    }
  }

  return async (webhooks: ReceivedWebhook[]): Promise<(Acceptance | Error)[]> => {
    try {
      return await inOne(webhooks);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const outcomes: (Acceptance | Error)[] = [];
      for (const webhook of webhooks) outcomes.push(await alone(webhook));
      return outcomes;
    }
  };
}
