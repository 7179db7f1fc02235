import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { PATHS } from "./contract/paths.ts";
import { problem } from "./contract/problem.ts";
import type { OperatorsDeps } from "./app-operators.ts";
import { answerErrors } from "./routes/answer-errors.ts";
import { answerProblem } from "./routes/answer-problem.ts";
import { knownParameters } from "./routes/known-parameters.ts";
import { createReceiveWebhook, type ReceiveDeps } from "./routes/receive-webhook.ts";

export interface AppDeps extends ReceiveDeps, OperatorsDeps {
  /** From the end of start-up until shutdown begins. */
  isReady: () => boolean;
  /** Called with errors that no handler expected. */
  onError: (error: unknown) => void;
}

type App = Hono<{ Bindings: HttpBindings }>;

/**
 * The public HTTP interface, without a socket. Its routes are those of the contract. Requests from GitLab and probes
 * are answered here; the routes for people are loaded at their first request, so that the start need not wait for them.
 */
export function createApp(deps: AppDeps): App {
  const app: App = new Hono();
  app.post(PATHS.receiveWebhook, createReceiveWebhook(deps));
  app.get(PATHS.livez, knownParameters({ path: PATHS.livez }), (c) => c.text("ok"));
  app.get(PATHS.readyz, knownParameters({ path: PATHS.readyz }), (c) =>
    deps.isReady() ? c.text("ok") : answerProblem(c, problem(503, "Shutting down.")),
  );
  let operators: Promise<App> | undefined;
  app.notFound(async (c) => (await (operators ??= loadOperators(deps))).fetch(c.req.raw, c.env));
  return answerErrors(app, deps.onError);
}

async function loadOperators(deps: AppDeps): Promise<App> {
  const { createOperatorsApp } = await import("./app-operators.ts");
  return answerErrors(createOperatorsApp(deps), deps.onError);
}
