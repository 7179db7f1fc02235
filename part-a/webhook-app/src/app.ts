import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createDocument } from "./contract.ts";
import { getWebhook, listWebhooks } from "./contract/journal.ts";
import { getNotification, listNotifications } from "./contract/notifications.ts";
import { docs, livez, openapiDocument, operatorsPage, readyz } from "./contract/operations.ts";
import { problem } from "./contract/problem.ts";
import { retryNotification, retryNotifications } from "./contract/retry.ts";
import { getStatus } from "./contract/status.ts";
import { explainWebhook, receiveWebhook } from "./contract/webhooks.ts";
import { OutboxUnavailable } from "./outbox/outbox.ts";
import { answerProblem, answerUnavailable } from "./routes/answer-problem.ts";
import { docsAsset, docsPage, docsWithSlash } from "./routes/documentation.ts";
import { createExplainWebhook } from "./routes/explain-webhook.ts";
import { createJournalHandlers } from "./routes/journal.ts";
import { knownParameters } from "./routes/known-parameters.ts";
import { createNotificationHandlers } from "./routes/notifications.ts";
import { createOperatorsPage } from "./routes/operators-page.ts";
import { createReceiveWebhook, type ReceiveDeps } from "./routes/receive-webhook.ts";
import { smallBody } from "./routes/read-json.ts";
import { requireAdmin } from "./routes/require-admin.ts";
import { createRetryHandlers } from "./routes/retry.ts";
import { routeAt } from "./routes/route-table.ts";
import { createStatusHandler, type StatusDeps } from "./routes/status.ts";

export interface AppDeps extends ReceiveDeps, StatusDeps {
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
  // Before the routes with an id, or this would be one.
  for (const { path } of [receiveWebhook, retryNotifications]) app.get(path, (c) => c.notFound());
  addOperators(app, deps);
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

/** Whoever is not the operator learns nothing, not even which parameters there are. */
function addOperators(app: App, deps: AppDeps): void {
  const admin = requireAdmin(deps.adminToken);
  const journal = createJournalHandlers(deps);
  app.get(listWebhooks.getRoutingPath(), admin, knownParameters(listWebhooks), journal.list);
  app.get(getWebhook.getRoutingPath(), admin, knownParameters(getWebhook), journal.get);
  const notifications = createNotificationHandlers(deps);
  app.get(listNotifications.getRoutingPath(), admin, knownParameters(listNotifications), notifications.list);
  app.get(getNotification.getRoutingPath(), admin, knownParameters(getNotification), notifications.get);
  const retry = createRetryHandlers({ ...deps, onRetried: deps.onAccepted });
  app.post(retryNotifications.getRoutingPath(), admin, knownParameters(retryNotifications), smallBody, retry.many);
  app.post(retryNotification.getRoutingPath(), admin, knownParameters(retryNotification), smallBody, retry.one);
  app.get(getStatus.getRoutingPath(), admin, knownParameters(getStatus), createStatusHandler(deps));
}

function addOperations(app: App, deps: AppDeps): void {
  let document: ReturnType<typeof createDocument> | undefined;
  app.get(livez.getRoutingPath(), knownParameters(livez), (c) => c.text("ok"));
  app.get(readyz.getRoutingPath(), knownParameters(readyz), (c) =>
    deps.isReady() ? c.text("ok") : answerProblem(c, problem(503, "Shutting down.")),
  );
  // Made when first asked for: start-up does not wait for it.
  app.get(openapiDocument.getRoutingPath(), knownParameters(openapiDocument), (c) =>
    c.json((document ??= createDocument())),
  );
  const { answerPage, answerPageAsset } = createOperatorsPage(deps.adminToken);
  app.get(operatorsPage.getRoutingPath(), answerPage);
  app.get("/page/:asset", (c) => answerPageAsset(c, c.req.param("asset")) ?? c.notFound());
  app.get(docs.getRoutingPath(), knownParameters(docs), docsPage);
  app.get("/docs/", docsWithSlash);
  app.get("/docs/:asset", (c) => docsAsset(c, c.req.param("asset")) ?? c.notFound());
}
