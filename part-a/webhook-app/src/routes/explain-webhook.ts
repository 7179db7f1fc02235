import type { HttpBindings } from "@hono/node-server";
import type { RouteHandler } from "@hono/zod-openapi";
import type { explainWebhook } from "../contract/webhooks.ts";
import type { Authenticator } from "../gitlab/authenticate.ts";
import { decide } from "../notifications/decide.ts";
import { explain } from "../notifications/explain.ts";
import type { Policy } from "../notifications/policy.ts";
import { OutboxUnavailable } from "../outbox/unavailable.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { answerProblem } from "./answer-problem.ts";
import { incomingWebhook } from "./incoming-webhook.ts";
import { bearsAdminToken } from "./require-admin.ts";
import { readWebhook, type WebhookInput, type WebhookInputDeps } from "./webhook-input.ts";

type Handler = RouteHandler<typeof explainWebhook, { Bindings: HttpBindings }>;

export interface ExplainDeps extends WebhookInputDeps {
  policy: () => Policy;
  outbox: Pick<Outbox, "foresee">;
  clock: () => number;
  adminToken: string | undefined;
}

/** `POST /webhooks/gitlab/explain`: decides like the real route, but stores nothing. */
export function createExplainWebhook(deps: ExplainDeps): Handler {
  const authenticator = openToAdmin(deps);
  return async (c) => {
    const input = await readWebhook(c.env.incoming, { ...deps, authenticator });
    if (!input.ok) return answerProblem(c, input.problem);
    // Read once: the file may be reloaded meanwhile, and both answers must be about the same rules.
    const policy = deps.policy();
    const explanation = explain(input.kind, input.event, policy);
    return c.json({ ...explanation, ...(await duplicateOf(input, policy, deps)) }, 200);
  };
}

/**
 * The webhook of which this one would now be a duplicate. An outbox that does not answer does not prevent the
 * explanation.
 */
async function duplicateOf(
  input: WebhookInput & { ok: true },
  policy: Policy,
  { outbox, clock }: ExplainDeps,
): Promise<{ duplicateOf?: string }> {
  const decision = decide(input.event, policy);
  if (decision.status === "ignored") return {};
  try {
    const foreseen = await outbox.foresee(incomingWebhook(input, decision), clock());
    return foreseen.status === "duplicate" ? { duplicateOf: foreseen.webhookId } : {};
  } catch (error) {
    if (!(error instanceof OutboxUnavailable)) throw error;
    return {};
  }
}

/** Whoever may read notifications may also explain a payload, without GitLab's tokens. */
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
