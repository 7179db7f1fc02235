import type { IncomingWebhook } from "./outbox.ts";

/** A webhook on its way into a store. */
export interface ReceivedWebhook extends IncomingWebhook {
  receivedAt: number;
}

/** Of an entry in the journal that told nothing new. */
export function duplicateDetail(webhookId: string): string {
  return `${DUPLICATE_DETAIL}${webhookId}.`;
}

export const DUPLICATE_DETAIL = "Its notifications belong to webhook ";

/** What a webhook whose values the store refuses is rejected with: sending it again would not help. */
export function refusal({ webhookId }: IncomingWebhook, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The outbox refused webhook ${webhookId}: ${what}`, { cause });
}
