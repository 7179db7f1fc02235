import type { Query } from "./pool.ts";
import { findKeys, redirectKeys } from "./seen.ts";
import type { KeyedWebhook, Stored } from "./store-group.ts";

/**
 * The webhooks that duplicates are duplicates of, by their delivery keys. A new delivery whose every notification was
 * told before leads to the webhook that told the first of them, now and when it comes again.
 */
export async function answerDuplicates(
  query: Query,
  duplicates: readonly KeyedWebhook[],
  { webhookIds }: Stored,
): Promise<Map<string, string>> {
  const redirected = duplicates.filter(({ webhook }) => webhookIds.has(webhook.webhookId));
  const known = await findKeys(
    query,
    redirected.flatMap(({ meanings }) => meanings.slice(0, 1)),
  );
  await redirectKeys(
    query,
    redirected.map(({ webhook, delivery, meanings: [first = ""] }) => ({
      key: delivery,
      webhookId: known.get(first) ?? webhook.webhookId,
    })),
  );
  return findKeys(
    query,
    duplicates.map(({ delivery }) => delivery),
  );
}
