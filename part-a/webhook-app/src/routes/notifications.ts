import type { RouteHandler } from "@hono/zod-openapi";
import { getNotification, listNotifications } from "../contract/notifications.ts";
import { problem } from "../contract/problem.ts";
import type { ListQuery } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { answerProblem } from "./answer-problem.ts";
import { given, periodOf, readPage } from "./paging.ts";
import { parseParameters } from "./parse-parameters.ts";
import { presentNotification } from "./present-notification.ts";

/** The operators' routes for reading notifications. */
export function createNotificationHandlers({ outbox }: { outbox: Outbox }) {
  const list: RouteHandler<typeof listNotifications> = async (c) => {
    const query = parseParameters(listNotifications.request.query, c.req.query());
    if (!query.ok) return answerProblem(c, query.problem);
    const read = (limit: number) => outbox.list(toListQuery(query.value, limit));
    return c.json(await readPage(query.value, read, presentNotification, ({ id }) => String(id)), 200);
  };

  const get: RouteHandler<typeof getNotification> = async (c) => {
    const params = parseParameters(getNotification.request.params, c.req.param());
    if (!params.ok) return answerProblem(c, params.problem);
    const found = await outbox.get(Number(params.value.id));
    return found ? c.json(presentNotification(found), 200) : answerProblem(c, unknownNotification(params.value.id));
  };

  return { list, get };
}

type QueryParameters = ReturnType<(typeof listNotifications.request.query)["parse"]>;

function toListQuery(asked: QueryParameters, limit: number): ListQuery {
  const { state, reason, recipient, person, project, ref, webhookId, cursor } = asked;
  const sha = asked.sha?.toLowerCase();
  const before = cursor === undefined ? undefined : Number(cursor);
  return {
    limit,
    ...given({ state, reason, recipient, person, project, ref, sha, webhookId, before }),
    ...periodOf(asked),
  };
}

export function unknownNotification(id: string) {
  return problem(404, `There is no notification ${id}, or it was deleted after its retention.`);
}
