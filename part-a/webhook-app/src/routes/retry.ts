import type { RouteHandler } from "@hono/zod-openapi";
import { problem } from "../contract/problem.ts";
import { retryNotification, retryNotifications } from "../contract/retry.ts";
import type { Policy } from "../notifications/policy.ts";
import { recipientNow } from "../notifications/recipient-now.ts";
import type { ListQuery, Notification } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { answerProblem } from "./answer-problem.ts";
import { unknownNotification } from "./notifications.ts";
import { given, periodOf } from "./paging.ts";
import { parseParameters } from "./parse-parameters.ts";
import { presentNotification } from "./present-notification.ts";
import { readJson } from "./read-json.ts";

export interface RetryDeps {
  outbox: Outbox;
  /** The current recipients file's policy. */
  policy: () => Policy;
  clock: () => number;
  /** Called when notifications became pending again. */
  onRetried: () => void;
}

/** Notifications per step of a bulk retry. */
const STEP = 500;

type Filter = ReturnType<
  (typeof retryNotifications.request.body.content)["application/json"]["schema"]["parse"]
>["filter"];

/** The operators' routes that retry buried notifications. */
export function createRetryHandlers({ outbox, policy, clock, onRetried }: RetryDeps) {
  const recipientOf = ({ person }: Notification, asked: string | undefined) => asked ?? recipientNow(person, policy());

  const one: RouteHandler<typeof retryNotification> = async (c) => {
    const params = parseParameters(retryNotification.request.params, c.req.param());
    if (!params.ok) return answerProblem(c, params.problem);
    const body = await readJson(c, retryNotification.request.body.content["application/json"].schema);
    if (!body.ok) return answerProblem(c, body.problem);
    const buried = await outbox.get(Number(params.value.id));
    if (!buried) return answerProblem(c, unknownNotification(params.value.id));
    const retried = await outbox.retry(buried.id, clock(), recipientOf(buried, body.value.recipient));
    if (retried) onRetried();
    const now = await outbox.get(buried.id);
    if (!now) return answerProblem(c, unknownNotification(params.value.id));
    return retried ? c.json(presentNotification(now), 202) : answerProblem(c, notBuried(now));
  };

  const many: RouteHandler<typeof retryNotifications> = async (c) => {
    const body = await readJson(c, retryNotifications.request.body.content["application/json"].schema);
    if (!body.ok) return answerProblem(c, body.problem);
    const { filter, recipient } = body.value;
    let retried = 0;
    for await (const found of stepsOf(outbox, filter)) {
      const retries = found.map((buried) => ({ id: buried.id, recipient: recipientOf(buried, recipient) }));
      retried += await outbox.retryAll(retries, clock());
      onRetried();
    }
    return c.json({ retried }, 200);
  };

  return { one, many };
}

/** All matching buried notifications, in steps, newest first: without those that are buried meanwhile. */
async function* stepsOf(outbox: Outbox, { reason, recipient, person, project, since, until }: Filter) {
  const query: ListQuery = {
    limit: STEP,
    state: "buried",
    ...given({ reason, recipient, person, project }),
    ...periodOf({ since, until }),
  };
  let found = await outbox.list(query);
  while (found.length > 0) {
    yield found;
    if (found.length < STEP) return;
    found = await outbox.list({ ...query, before: found.at(-1)?.id ?? 0 });
  }
}

function notBuried({ id, state }: Notification) {
  return problem(409, `Notification ${id} is ${state}; only a buried one can be sent again.`);
}
