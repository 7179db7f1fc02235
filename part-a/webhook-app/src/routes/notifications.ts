import type { RouteHandler } from "@hono/zod-openapi";
import { getNotification, listNotifications, retryNotification } from "../contract/notifications.ts";
import { problem } from "../contract/problem.ts";
import type { ListQuery, Notification, Outbox } from "../outbox/outbox.ts";
import { answerProblem } from "./answer-problem.ts";
import { parseParameters } from "./parse-parameters.ts";

export interface NotificationsDeps {
  outbox: Outbox;
  clock: () => number;
  /** Called when a notification became pending again. */
  onRetried: () => void;
}

const DEFAULT_PAGE = 50;

/** The operators' routes under `/notifications`. */
export function createNotificationHandlers({ outbox, clock, onRetried }: NotificationsDeps) {
  const list: RouteHandler<typeof listNotifications> = async (c) => {
    const query = parseParameters(listNotifications.request.query, c.req.query());
    if (!query.ok) return answerProblem(c, query.problem);
    const limit = Number(query.value.limit ?? DEFAULT_PAGE);
    // One more than the page holds tells whether there is a next one.
    const rows = await outbox.list(toListQuery(query.value, limit + 1));
    const items = rows.slice(0, limit).map(present);
    return c.json({ items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }, 200);
  };

  const get: RouteHandler<typeof getNotification> = async (c) => {
    const params = parseParameters(getNotification.request.params, c.req.param());
    if (!params.ok) return answerProblem(c, params.problem);
    const found = await outbox.get(Number(params.value.id));
    return found ? c.json(present(found), 200) : answerProblem(c, unknown(params.value.id));
  };

  const retry: RouteHandler<typeof retryNotification> = async (c) => {
    const params = parseParameters(retryNotification.request.params, c.req.param());
    if (!params.ok) return answerProblem(c, params.problem);
    const id = Number(params.value.id);
    const retried = await outbox.retry(id, clock());
    if (retried) onRetried();
    const found = await outbox.get(id);
    if (!found) return answerProblem(c, unknown(params.value.id));
    return retried ? c.json(present(found), 202) : answerProblem(c, notBuried(found));
  };

  return { list, get, retry };
}

type QueryParameters = ReturnType<(typeof listNotifications.request.query)["parse"]>;

function toListQuery({ state, recipient, sha, webhookId, cursor }: QueryParameters, limit: number): ListQuery {
  return {
    limit,
    ...(state && { state }),
    ...(recipient && { recipient }),
    ...(sha && { sha }),
    ...(webhookId && { webhookId }),
    ...(cursor && { before: Number(cursor) }),
  };
}

/** A stored notification as the API shows it: without its text, which belongs to its recipient. */
function present(notification: Notification) {
  const { recipient, state, reason, attempts, webhookId, project, ref, sha, receivedAt, settledAt } = notification;
  const { failedAttempts, digest, digestOf } = notification;
  return {
    id: String(notification.id),
    recipient,
    state,
    reason,
    attempts,
    failedAttempts: failedAttempts.map(({ at, ...said }) => ({ at: new Date(at).toISOString(), ...said })),
    digest: digest && { messageId: digest.messageId },
    digestOf: digestOf === null ? null : String(digestOf),
    webhookId,
    project,
    ref,
    sha,
    receivedAt: new Date(receivedAt).toISOString(),
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
  };
}

function unknown(id: string) {
  return problem(404, `There is no notification ${id}, or it is past its retention.`);
}

function notBuried({ id, state }: Notification) {
  return problem(409, `Notification ${id} is ${state}; only a buried one can be sent again.`);
}
