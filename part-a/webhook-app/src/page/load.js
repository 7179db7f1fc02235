import { ask } from "./api.js";
import { isAboutMessages } from "./search.js";

const PAGE = 50;

/**
 * One page of what a search finds, newest first: webhooks, each with the messages of it that are known.
 *
 * @returns {Promise<{items: {webhook: object, notifications: object[]}[], nextCursor: string | null}>}
 */
export function loadPage(search, cursor, signal) {
  if (search.webhook) return loadOne(search.webhook, signal);
  return isAboutMessages(search) ? loadByMessages(search, cursor, signal) : loadWebhooks(search, cursor, signal);
}

async function loadOne(id, signal) {
  const [webhook, notifications] = await Promise.all([loadWebhook(id, signal), loadNotifications(id, signal)]);
  return { items: [{ webhook, notifications }], nextCursor: null };
}

async function loadWebhooks(search, cursor, signal) {
  const { person, project, ref, sha, outcome, reason, since, until } = search;
  const parameters = { person, project, ref, sha, outcome, reason, since, until, limit: PAGE, cursor };
  const { items, nextCursor } = await ask("webhooks", { parameters, signal });
  const states = await statesOf(items, signal);
  return { items: items.map((webhook) => ({ webhook, notifications: states.get(webhook.id) ?? [] })), nextCursor };
}

/** The messages of webhooks whose every message is settled: they are not asked for again at each look. */
const settled = new Map();

/** To be called when messages became pending again. */
export function forgetSettled() {
  settled.clear();
}

/** Where the messages of a page stand: those of the time that it covers in one request, and what that leaves out. */
async function statesOf(webhooks, signal) {
  const told = webhooks.filter(({ id, notifications }) => notifications.length > 0 && !settled.has(id));
  const known = new Map(settled);
  if (told.length === 0) return known;
  const parameters = { since: told.at(-1).receivedAt, until: told[0].receivedAt, limit: 200 };
  const { items } = await ask("notifications", { parameters, signal });
  const found = Map.groupBy(items, ({ webhookId }) => webhookId);
  const inPart = told.filter(({ id, notifications }) => (found.get(id)?.length ?? 0) < notifications.length);
  for (const { id } of inPart) found.set(id, await loadNotifications(id, signal));
  const ids = new Map(told.map(({ id, notifications }) => [id, notifications.length]));
  for (const [id, notifications] of found) {
    known.set(id, notifications);
    if (ids.get(id) === notifications.length && notifications.every(({ state }) => state !== "pending"))
      settled.set(id, notifications);
  }
  return known;
}

async function loadByMessages({ person, project, ref, sha, outcome, reason, since, until }, cursor, signal) {
  const isState = ["pending", "delivered", "buried"].includes(outcome);
  const parameters = { recipient: person, project, reason, since, until, cursor, limit: PAGE };
  if (isState) parameters.state = outcome;
  if (sha.length === 40) parameters.sha = sha;
  const { items, nextCursor } = await ask("notifications", { parameters, signal });
  const fitting = items.filter((one) => (!ref || one.ref === ref) && one.sha.startsWith(sha.toLowerCase()));
  const byWebhook = Map.groupBy(fitting, ({ webhookId }) => webhookId);
  return { items: [...byWebhook.values()].map(rowOfMessages), nextCursor };
}

/** A notification has what a row shows; the decision is loaded when the row is opened. */
function rowOfMessages(notifications) {
  const [{ webhookId, project, ref, sha, receivedAt }] = notifications;
  const webhook = {
    id: webhookId,
    project,
    ref,
    sha,
    receivedAt,
    outcome: "accepted",
    event: "",
    actor: "",
    skipped: [],
  };
  return { webhook: { ...webhook, notifications: notifications.map(({ id }) => id) }, notifications };
}

export function loadWebhook(id, signal) {
  return ask(`webhooks/${encodeURIComponent(id)}`, { signal });
}

export async function loadNotifications(webhookId, signal) {
  const { items } = await ask("notifications", { parameters: { webhookId, limit: 200 }, signal });
  return items;
}
