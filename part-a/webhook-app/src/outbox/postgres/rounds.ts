import type { ReceivedWebhook } from "../webhook.ts";

/**
 * Splits a group so that no two reports in a round have a meaning in common: one statement counts each meaning once. A
 * postponed webhook also postpones later ones of its ref and its delivery, so that each source's reports stay in order.
 * A push that several sources report at the same time takes as many rounds.
 */
export function roundsOf(group: readonly ReceivedWebhook[]): ReceivedWebhook[][] {
  const rounds: ReceivedWebhook[][] = [];
  for (let rest = group; rest.length > 0;) {
    const { round, later } = nextRound(rest);
    rounds.push(round);
    rest = later;
  }
  return rounds;
}

function nextRound(webhooks: readonly ReceivedWebhook[]) {
  const taken = new Set<string>();
  const keptBack = new Set<string>();
  const round: ReceivedWebhook[] = [];
  const later: ReceivedWebhook[] = [];
  for (const webhook of webhooks) {
    const { webhookId, report, notifications } = webhook;
    const meanings = report ? notifications.map(({ meaningKey }) => meaningKey) : [];
    const waits =
      keptBack.has(webhookId) ||
      (report !== undefined && keptBack.has(report.ref)) ||
      meanings.some((meaning) => taken.has(meaning));
    if (waits) {
      later.push(webhook);
      keptBack.add(webhookId);
      if (report) keptBack.add(report.ref);
    } else {
      round.push(webhook);
      for (const meaning of meanings) taken.add(meaning);
    }
  }
  return { round, later };
}
