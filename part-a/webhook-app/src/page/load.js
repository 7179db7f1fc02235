import { ask } from "./api.js";
import { isAboutMessages } from "./search.js";

const PAGE = 50;

const NOTHING = { items: [], nextCursor: null };

/** Outcomes of webhooks that have no messages. */
const WITHOUT_MESSAGES = new Set(["ignored", "duplicate", "rejected"]);

/**
 * One page of what a search finds, newest first: webhooks, each with where its messages stand. One request, however long
 * the journal is.
 *
 * @returns {Promise<{items: object[], nextCursor: string | null}>}
 */
export async function loadPage(search, cursor, signal) {
  if (search.webhook) return loadOne(search.webhook, signal);
  if (WITHOUT_MESSAGES.has(search.outcome) && isAboutMessages(search)) return NOTHING;
  if (search.outcome === "delivered") return loadDelivered(search, cursor, signal);
  return isAboutMessages(search) ? loadByMessages(search, cursor, signal) : loadWebhooks(search, cursor, signal);
}

async function loadOne(id, signal) {
  return { items: [await loadWebhook(id, signal)], nextCursor: null };
}

function loadWebhooks({ person, project, ref, sha, outcome, reason, since, until }, cursor, signal) {
  const parameters = { person, project, ref, sha, outcome, reason, since, until, limit: PAGE, cursor };
  return ask("webhooks", { parameters, signal });
}

/** Nearly all accepted webhooks are delivered, so that an index of those would cost more than it saves. */
async function loadDelivered(search, cursor, signal) {
  if (isAboutMessages({ reason: search.reason })) return NOTHING;
  const { items, nextCursor } = await loadWebhooks({ ...search, outcome: "accepted" }, cursor, signal);
  const delivered = items.filter(({ messages }) => messages.every(({ state }) => state === "delivered"));
  return { items: delivered.filter(({ messages }) => messages.length > 0), nextCursor };
}

async function loadByMessages({ person, project, ref, sha, outcome, reason, since, until }, cursor, signal) {
  const state = ["pending", "buried"].includes(outcome) ? outcome : null;
  const filters = { person, project, ref, sha: sha.toLowerCase(), reason, since, until };
  const parameters = { ...filters, state, cursor, limit: PAGE };
  const { items, nextCursor } = await ask("notifications", { parameters, signal });
  const byWebhook = Map.groupBy(items, ({ webhookId }) => webhookId);
  return { items: [...byWebhook.values()].map(toWebhook), nextCursor };
}

/** A notification has all that a row shows; the decision is loaded when the row is opened. */
function toWebhook(notifications) {
  const [{ webhookId, project, ref, sha, receivedAt }] = notifications;
  const place = { id: webhookId, project, ref, sha, receivedAt };
  return { ...place, outcome: "accepted", event: "", actor: "", messages: notifications };
}

export function loadWebhook(id, signal) {
  return ask(`webhooks/${encodeURIComponent(id)}`, { signal });
}

export async function loadNotifications(webhookId, signal) {
  const { items } = await ask("notifications", { parameters: { webhookId, limit: 200 }, signal });
  return items;
}
