import { hexKey } from "../key-hash.ts";
import type { ReceivedWebhook } from "../webhook.ts";

/** A webhook with the hashes of its keys, as hex. */
export interface KeyedWebhook {
  webhook: ReceivedWebhook;
  delivery: string;
  /** Under which stands where the delivery leads, if none of its notifications is new. */
  lead: string;
  /** Of its notifications, in their order. */
  meanings: string[];
  /** Under which stands what its source reported last of the ref, and what it reports; null when it is no report. */
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
