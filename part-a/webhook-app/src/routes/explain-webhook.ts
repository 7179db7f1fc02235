import type { HttpBindings } from "@hono/node-server";
import type { RouteHandler } from "@hono/zod-openapi";
import type { explainWebhook } from "../contract/webhooks.ts";
import type { Authenticator } from "../gitlab/authenticate.ts";
import { explain } from "../notifications/explain.ts";
import type { Policy } from "../notifications/policy.ts";
import { answerProblem } from "./answer-problem.ts";
import { bearsAdminToken } from "./require-admin.ts";
import { readWebhook, type WebhookInputDeps } from "./webhook-input.ts";

type Handler = RouteHandler<typeof explainWebhook, { Bindings: HttpBindings }>;

export interface ExplainDeps extends WebhookInputDeps {
  policy: () => Policy;
  adminToken: string | undefined;
}

/** `POST /webhooks/gitlab/explain`: decides as the real one does, and stores nothing. */
export function createExplainWebhook(deps: ExplainDeps): Handler {
  const authenticator = openToAdmin(deps);
  return async (c) => {
    const input = await readWebhook(c.env.incoming, { ...deps, authenticator });
    if (!input.ok) return answerProblem(c, input.problem);
    return c.json(explain(input.kind, input.event, deps.policy()), 200);
  };
}

/** Whoever may look at notifications may ask what a payload would do, without GitLab's tokens. */
function openToAdmin({ authenticator, adminToken }: ExplainDeps): Authenticator {
  return {
    beforeBody: (header) =>
      bearsAdminToken(header("authorization"), adminToken)
        ? { ok: true, known: true }
        : authenticator.beforeBody(header),
    afterBody: (header, rawBody) =>
      bearsAdminToken(header("authorization"), adminToken) ? { ok: true } : authenticator.afterBody(header, rawBody),
  };
}
