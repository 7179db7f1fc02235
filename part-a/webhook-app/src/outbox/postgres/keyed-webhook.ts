import { hexKey } from "../key-hash.ts";
import type { ReceivedWebhook } from "../webhook.ts";

/** A webhook with the hashes of its keys in hex. */
export interface KeyedWebhook {
  webhook: ReceivedWebhook;
  delivery: string;
  /** The key that stores where the delivery leads if none of its notifications is new. */
  lead: string;
  /** The meanings of its notifications, in order. */
  meanings: string[];
  /** The key of its source's last report about the ref, and what it reports; null if it is not a report. */
  source: string | null;
  transition: string | null;
}

export function withKeys(webhook: ReceivedWebhook): KeyedWebhook {
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
