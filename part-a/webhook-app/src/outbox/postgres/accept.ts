import type { OutboxOptions } from "../outbox.ts";
import { type Acceptance, type ReceivedWebhook, refusal } from "../webhook.ts";
import { createAcceptRound, type AcceptRound } from "./accept-round.ts";
import type { Database } from "./pool.ts";
import { roundsOf } from "./rounds.ts";
import { isRefusal } from "./trouble.ts";

/**
 * Commits groups; when the database refuses a value, one by one, so that only its webhook fails.
 *
 * A group that is tried `again` may have been committed, its answer lost: then its deliveries are known, and the
 * message ids, which are made anew for each webhook that is received, show which are its own.
 */
export function createAccept(
  { execute, transaction }: Database,
  options: Pick<OutboxOptions, "dedupeWindowMs" | "retentionMs">,
) {
  const acceptRound = createAcceptRound(options);

  /** As if again: where one of a round is refused, others of it may be committed already. */
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

/** Undone, so that nobody has to say a second time what a duplicate is. */
async function foresee(
  transaction: Database["transaction"],
  acceptRound: AcceptRound,
  webhook: ReceivedWebhook,
): Promise<Acceptance> {
  let foreseen: Acceptance | undefined;
  const undo = new Error("only looked");
  try {
    await transaction(async (query) => {
      // Without a name: a pooler gives the next transaction another connection.
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
