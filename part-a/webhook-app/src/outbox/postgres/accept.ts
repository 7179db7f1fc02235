import type { OutboxOptions } from "../outbox.ts";
import { type Acceptance, type ReceivedWebhook, refusal } from "../webhook.ts";
import { createAcceptRound, type AcceptRound } from "./accept-round.ts";
import type { Database } from "./pool.ts";
import { roundsOf } from "./rounds.ts";
import { isRefusal } from "./trouble.ts";

/**
 * Commits groups; if the database rejects a value, one by one, so that only its webhook fails.
 *
 * A group that is retried (`again`) may have been committed, with the answer lost: then its deliveries are known, and
 * the message ids, which are new for each received webhook, show which are its own.
 */
export function createAccept(
  { execute, transaction }: Database,
  options: Pick<OutboxOptions, "dedupeWindowMs" | "retentionMs">,
) {
  const acceptRound = createAcceptRound(options);

  /** As in a retry: if one of a round is rejected, others of it may already be committed. */
  async function alone(webhook: ReceivedWebhook): Promise<Acceptance | Error> {
    try {
      return (await acceptRound(execute, [webhook], true))[0] ?? noAnswer();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return refusal(webhook, error);
    }
  }

  async function oneRound(webhooks: readonly ReceivedWebhook[], again: boolean): Promise<(Acceptance | Error)[]> {
    try {
      return await acceptRound(execute, webhooks, again);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const outcomes: (Acceptance | Error)[] = [];
      for (const webhook of webhooks) outcomes.push(await alone(webhook));
      return outcomes;
    }
  }

  async function accept(webhooks: ReceivedWebhook[], again: boolean): Promise<(Acceptance | Error)[]> {
    const outcomes = new Map<ReceivedWebhook, Acceptance | Error>();
    for (const round of roundsOf(webhooks)) {
      const results = await oneRound(round, again);
      for (const [index, webhook] of round.entries()) outcomes.set(webhook, results[index] ?? noAnswer());
    }
    return webhooks.map((webhook) => outcomes.get(webhook) ?? noAnswer());
  }

  return { accept, foresee: (webhook: ReceivedWebhook) => foresee(transaction, acceptRound, webhook) };
}

/** Accepts and rolls back, so that there is only one definition of a duplicate. */
async function foresee(
  transaction: Database["transaction"],
  acceptRound: AcceptRound,
  webhook: ReceivedWebhook,
): Promise<Acceptance> {
  let foreseen: Acceptance | undefined;
  const undo = new Error("only looked");
  try {
    await transaction(async (query) => {
      // Unnamed, because a pooler may give the next transaction another connection.
      [foreseen] = await acceptRound((sql, values) => query(sql, values), [webhook], false);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return foreseen ?? Promise.reject(noAnswer());
}

function noAnswer(): Error {
  return new Error("The store gave no answer.");
}
