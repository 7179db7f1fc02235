import type { IncomingWebhook } from "./outbox.ts";

/** A webhook on its way into a store. */
export interface ReceivedWebhook extends IncomingWebhook {
  receivedAt: number;
}

/** What a webhook whose values the store refuses is rejected with: sending it again would not help. */
export function refusal({ webhookId }: IncomingWebhook, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The outbox refuses webhook ${webhookId}: ${what}`, { cause });
}
