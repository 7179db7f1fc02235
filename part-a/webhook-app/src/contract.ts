import { OpenAPIHono } from "@hono/zod-openapi";
import { getWebhook, listWebhooks } from "./contract/journal.ts";
import { getNotification, listNotifications } from "./contract/notifications.ts";
import { docs, livez, metrics, openapiDocument, operatorsPage, readyz } from "./contract/operations.ts";
import { retryNotification, retryNotifications } from "./contract/retry.ts";
import { getStatus } from "./contract/status.ts";
import { explainWebhook, receiveWebhook } from "./contract/webhooks.ts";

/** Every route of the public port. The metrics route has its own port. */
export const PUBLIC_ROUTES = [
  receiveWebhook,
  explainWebhook,
  listWebhooks,
  getWebhook,
  listNotifications,
  retryNotifications,
  getNotification,
  retryNotification,
  getStatus,
  livez,
  readyz,
  operatorsPage,
  openapiDocument,
  docs,
];

const DESCRIPTION =
  "Turns a GitLab webhook into a Rocket.Chat direct message that names the commit SHA, exactly once. Errors are RFC 9457 problem documents.";

const LICENSE = { name: "MIT", identifier: "MIT" };

/**
 * The OpenAPI 3.1 document of the whole service, generated from the routes alone.
 *
 * The handlers parse requests themselves: zod-openapi's validators read a body twice and cost some 24 us a request,
 * and a signature needs the raw bytes.
 */
export function createDocument() {
  const contract = new OpenAPIHono();
  const registry = contract.openAPIRegistry;
  for (const route of PUBLIC_ROUTES) registry.registerPath(route);
  registry.registerPath({
    ...metrics,
    servers: [{ url: "http://localhost:9464", description: "The metrics port." }],
  });
  registry.registerComponent("securitySchemes", "gitlabToken", {
    type: "apiKey",
    in: "header",
    name: "X-Gitlab-Token",
    description: "The hook's secret token, one of `GITLAB_SECRET_TOKENS`.",
  });
  registry.registerComponent("securitySchemes", "gitlabSignature", {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description:
      "Standard Webhooks signature (`v1,<base64>`) made with one of `GITLAB_SIGNING_TOKENS`, together with `webhook-id` and `webhook-timestamp`.",
  });
  registry.registerComponent("securitySchemes", "adminToken", {
    type: "http",
    scheme: "bearer",
    description: "`ADMIN_TOKEN`.",
  });
  return contract.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "GitLab to Rocket.Chat notifications",
      version: "1.0.0",
      description: DESCRIPTION,
      license: LICENSE,
    },
    servers: [{ url: "/" }],
    tags: [
      { name: "webhooks", description: "Called by GitLab and CI jobs." },
      { name: "notifications", description: "The state of each message; for operators." },
      { name: "operations", description: "Probes, documentation, metrics." },
    ],
  });
}
