import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createDocument } from "./contract.ts";
import { getNotification, listNotifications, retryNotification } from "./contract/notifications.ts";
import { docs, livez, openapiDocument, operatorsPage, readyz } from "./contract/operations.ts";
import { problem } from "./contract/problem.ts";
import { explainWebhook, receiveWebhook } from "./contract/webhooks.ts";
import { OutboxUnavailable } from "./outbox/outbox.ts";
import { answerProblem, answerUnavailable } from "./routes/answer-problem.ts";
import { docsAsset, docsPage, docsWithSlash } from "./routes/documentation.ts";
import { createExplainWebhook } from "./routes/explain-webhook.ts";
import { createNotificationHandlers } from "./routes/notifications.ts";
import { createOperatorsPage } from "./routes/operators-page.ts";
import { createReceiveWebhook, type ReceiveDeps } from "./routes/receive-webhook.ts";
import { requireAdmin } from "./routes/require-admin.ts";
import { routeAt } from "./routes/route-table.ts";

export interface AppDeps extends ReceiveDeps {
  adminToken: string | undefined;
  /** From the end of start-up until shutdown begins. */
  isReady: () => boolean;
  /** Called with what no handler expected. */
  onError: (error: unknown) => void;
}

/** The public HTTP interface, without a socket. Its routes are those of the contract. */
export function createApp(deps: AppDeps) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post(receiveWebhook.getRoutingPath(), createReceiveWebhook(deps));
  app.post(explainWebhook.getRoutingPath(), createExplainWebhook(deps));
  addNotifications(app, deps);
  addOperations(app, deps);
  app.notFound((c) => {
    const route = routeAt(c.req.path);
    return route
      ? answerProblem(c, problem(405, `${c.req.path} knows ${route.allow} only.`), { allow: route.allow })
      : answerProblem(c, problem(404, "There is nothing at this path. See /docs."));
  });
  app.onError((error, c) => {
    if (error instanceof OutboxUnavailable) return answerUnavailable(c, "The store does not answer now.");
    deps.onError(error);
    return answerProblem(c, problem(500, "A defect of this service; its log says more."));
  });
  return app;
}

type App = Hono<{ Bindings: HttpBindings }>;

function addNotifications(app: App, deps: AppDeps): void {
  const { list, get, retry } = createNotificationHandlers({ ...deps, onRetried: deps.onAccepted });
  const admin = requireAdmin(deps.adminToken);
  app.get(listNotifications.getRoutingPath(), admin, list);
  app.get(getNotification.getRoutingPath(), admin, get);
  app.post(retryNotification.getRoutingPath(), admin, retry);
}

function addOperations(app: App, deps: AppDeps): void {
  let document: ReturnType<typeof createDocument> | undefined;
  app.get(livez.getRoutingPath(), (c) => c.text("ok"));
  app.get(readyz.getRoutingPath(), (c) =>
    deps.isReady() ? c.text("ok") : answerProblem(c, problem(503, "Shutting down.")),
  );
  // Made when first asked for: start-up does not wait for it.
  app.get(openapiDocument.getRoutingPath(), (c) => c.json((document ??= createDocument())));
  const { answerPage, answerPageAsset } = createOperatorsPage(deps.adminToken);
  app.get(operatorsPage.getRoutingPath(), answerPage);
  app.get("/page/:asset", (c) => answerPageAsset(c, c.req.param("asset")) ?? c.notFound());
  app.get(docs.getRoutingPath(), docsPage);
  app.get("/docs/", docsWithSlash);
  app.get("/docs/:asset", (c) => docsAsset(c, c.req.param("asset")) ?? c.notFound());
}
