import type { HttpBindings } from "@hono/node-server";
import type { RouteHandler } from "@hono/zod-openapi";
import type { explainWebhook } from "../contract/webhooks.ts";
import { decide } from "../notifications/decide.ts";
import { messageFor } from "../notifications/message.ts";
import type { Policy } from "../notifications/policy.ts";
import { answerProblem } from "./answer-problem.ts";
import { readWebhook, type WebhookInputDeps } from "./webhook-input.ts";

type Handler = RouteHandler<typeof explainWebhook, { Bindings: HttpBindings }>;

/** `POST /webhooks/gitlab/explain`: decides as the real one does, and stores nothing. */
export function createExplainWebhook(deps: WebhookInputDeps & { policy: Policy }): Handler {
  return async (c) => {
    const input = await readWebhook(c.env.incoming, deps);
    if (!input.ok) return answerProblem(c, input.problem);
    const decision = decide(input.event, deps.policy);
    const { skipped, rule } = decision;
    const common = { event: input.kind, skipped, ...(rule !== undefined && { rule }) };
    if (decision.status === "ignored") {
      const { reason, detail } = decision;
      return c.json({ ...common, decision: "ignored" as const, reason, detail, recipients: [] }, 200);
    }
    const recipients = decision.recipients.map(({ recipient, because }) => ({ recipient, because }));
    return c.json(
      { ...common, decision: "notify" as const, recipients, message: messageFor(input.event, decision.recipients[0]) },
      200,
    );
  };
}
