import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createDocument } from "./contract.ts";
import { getWebhook, listWebhooks } from "./contract/journal.ts";
import { getNotification, listNotifications } from "./contract/notifications.ts";
import { docs, openapiDocument, operatorsPage } from "./contract/operations.ts";
import { problem } from "./contract/problem.ts";
import { retryNotification, retryNotifications } from "./contract/retry.ts";
import { getStatus } from "./contract/status.ts";
import { explainWebhook, receiveWebhook } from "./contract/webhooks.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { answerProblem } from "./routes/answer-problem.ts";
import { docsAsset, docsPage, docsWithSlash } from "./routes/documentation.ts";
import { createExplainWebhook, type ExplainDeps } from "./routes/explain-webhook.ts";
import { createJournalHandlers } from "./routes/journal.ts";
import { knownParameters } from "./routes/known-parameters.ts";
import { createNotificationHandlers } from "./routes/notifications.ts";
import { createOperatorsPage } from "./routes/operators-page.ts";
import { smallBody } from "./routes/read-json.ts";
import { requireAdmin } from "./routes/require-admin.ts";
import { createRetryHandlers } from "./routes/retry.ts";
import { routeAt } from "./routes/route-table.ts";
import { createStatusHandler, type StatusDeps } from "./routes/status.ts";

export interface OperatorsDeps extends ExplainDeps, StatusDeps {
  outbox: Outbox;
  /** Called when notifications are pending again. */
  onAccepted: () => void;
}

type App = Hono<{ Bindings: HttpBindings }>;

/** The part of the public HTTP interface that people use: operators' routes, pages, and the answer to unknown paths. */
export function createOperatorsApp(deps: OperatorsDeps): App {
  const app: App = new Hono();
  app.post(explainWebhook.getRoutingPath(), createExplainWebhook(deps));
  // Before the routes with an id; otherwise its path would match those.
  for (const { path } of [receiveWebhook, retryNotifications]) app.get(path, (c) => c.notFound());
  addOperators(app, deps);
  addPages(app, deps);
  app.notFound((c) => {
    const route = routeAt(c.req.path);
    return route
      ? answerProblem(c, problem(405, `${c.req.path} supports only ${route.allow}.`), { allow: route.allow })
      : answerProblem(c, problem(404, "There is nothing at this path; see /docs."));
  });
  return app;
}

/** Adds the operators' routes. Others learn nothing from them, not even which parameters exist. */
function addOperators(app: App, deps: OperatorsDeps): void {
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

function addPages(app: App, deps: OperatorsDeps): void {
  let document: ReturnType<typeof createDocument> | undefined;
  app.get(openapiDocument.getRoutingPath(), knownParameters(openapiDocument), (c) =>
    c.json((document ??= createDocument())),
  );
  const { answerPage, answerPageAsset } = createOperatorsPage(deps.adminToken);
  app.get(operatorsPage.getRoutingPath(), answerPage);
  app.get("/page/:asset{.+}", (c) => answerPageAsset(c, c.req.param("asset")) ?? c.notFound());
  app.get(docs.getRoutingPath(), knownParameters(docs), docsPage);
  app.get("/docs/", docsWithSlash);
  app.get("/docs/:asset", (c) => docsAsset(c, c.req.param("asset")) ?? c.notFound());
}
