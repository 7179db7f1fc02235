import { createRoute, z } from "@hono/zod-openapi";
import { PATHS } from "./paths.ts";
import { problemResponse } from "./problem.ts";

const text = { "text/plain": { schema: z.string() } };

export const livez = createRoute({
  method: "get",
  path: PATHS.livez,
  operationId: "livez",
  tags: ["operations"],
  security: [],
  summary: "Is the process alive?",
  description: "200 while the event loop runs, also during a graceful shutdown.",
  responses: { 200: { description: "Alive.", content: text } },
});

export const readyz = createRoute({
  method: "get",
  path: PATHS.readyz,
  operationId: "readyz",
  tags: ["operations"],
  security: [],
  summary: "Should it get traffic?",
  description:
    "200 from the end of start-up until shutdown begins. Depends neither on Rocket.Chat nor on the database.",
  responses: {
    200: { description: "Ready.", content: text },
    503: problemResponse("Shutting down."),
  },
});

export const openapiDocument = createRoute({
  method: "get",
  path: "/openapi.json",
  operationId: "openapiDocument",
  tags: ["operations"],
  security: [],
  summary: "This document",
  responses: {
    200: {
      description: "OpenAPI 3.1.",
      content: { "application/json": { schema: z.object({ openapi: z.string() }).openapi("OpenApiDocument") } },
    },
  },
});

export const operatorsPage = createRoute({
  method: "get",
  path: "/",
  operationId: "operatorsPage",
  tags: ["operations"],
  security: [],
  summary: "The operators' page",
  description: "Each webhook and message, its outcome and the reason. It asks for `ADMIN_TOKEN`.",
  responses: { 200: { description: "The page.", content: { "text/html": { schema: z.string() } } } },
});

export const docs = createRoute({
  method: "get",
  path: "/docs",
  operationId: "docs",
  tags: ["operations"],
  security: [],
  summary: "This document as an interactive page",
  responses: { 200: { description: "The page.", content: { "text/html": { schema: z.string() } } } },
});

export const metrics = createRoute({
  method: "get",
  path: "/metrics",
  operationId: "metrics",
  tags: ["operations"],
  security: [],
  summary: "Prometheus metrics",
  description: "On a separate port (`METRICS_PORT`), never on the public one.",
  responses: { 200: { description: "Prometheus text format.", content: text } },
});
