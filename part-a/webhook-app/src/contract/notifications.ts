import { createRoute, z } from "@hono/zod-openapi";
import { DELIVERY_REASONS } from "../reasons.ts";
import { NOTIFICATION_STATES } from "../outbox/outbox.ts";
import { problemResponse, retryLaterResponse } from "./problem.ts";
import { NotificationIdSchema } from "./webhook-answers.ts";

const TimeSchema = z.iso.datetime().openapi({ example: "2026-11-25T12:00:00.000Z" });

const FailedAttemptSchema = z
  .object({
    at: TimeSchema,
    reason: z.enum(DELIVERY_REASONS),
    operation: z.string().openapi({ description: "What was asked of Rocket.Chat.", example: "im.create" }),
    status: z.number().int().nullable().openapi({ description: "Of HTTP; null when no answer came.", example: 400 }),
    code: z.string().nullable().openapi({
      description: "Rocket.Chat's own code, or the network's or TLS's, as `ECONNREFUSED`.",
      example: "error-invalid-user",
    }),
    detail: z.string().openapi({ description: "What was said, in one line.", example: "Invalid user" }),
  })
  .openapi("FailedAttempt");

const DigestSchema = z.object({ messageId: z.string().openapi({ description: "Its `_id` in Rocket.Chat." }) });

const NotificationSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: z.string().openapi({ example: "jane" }),
    state: z.enum(NOTIFICATION_STATES).openapi({ description: "`buried`: given up, for the reason beside it." }),
    reason: z.enum(DELIVERY_REASONS).nullable(),
    attempts: z.number().int().openapi({
      description: "Tries that failed because of this message or its recipient, and the one that succeeded.",
    }),
    failedAttempts: z.array(FailedAttemptSchema).openapi({
      description:
        "The last 10 tries that failed, oldest first, also those before a retry by hand. Those of a digest stand at its carrier.",
    }),
    digest: DigestSchema.nullable().openapi({
      description: "The message in place of this notification and of every one whose `digestOf` is its id.",
    }),
    digestOf: NotificationIdSchema.nullable().openapi({
      description: "The notification that carries the digest in which this one is told. Both are settled together.",
    }),
    webhookId: z.string(),
    project: z.string().openapi({ example: "platform/api" }),
    ref: z.string().openapi({ example: "main" }),
    sha: z.string().openapi({ example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    receivedAt: TimeSchema,
    settledAt: TimeSchema.nullable(),
  })
  .openapi("Notification");

const tags = ["notifications"];
const security = [{ adminToken: [] }];
const refused = { 401: problemResponse("The bearer token is not `ADMIN_TOKEN`.") };
const invalid = { 400: problemResponse("A parameter does not fit its schema.") };
const unavailable = { 503: retryLaterResponse("The store does not answer now.") };
const unknown = { 404: problemResponse("There is no such notification (any more).") };
const params = z.object({ id: NotificationIdSchema });

export const listNotifications = createRoute({
  method: "get",
  path: "/notifications",
  operationId: "listNotifications",
  tags,
  summary: "List notifications, newest first",
  security,
  request: {
    query: z.object({
      state: z.enum(NOTIFICATION_STATES).optional(),
      recipient: z.string().min(1).optional().openapi({ example: "jane" }),
      sha: z.string().min(1).optional().openapi({ description: "The full SHA that was told." }),
      webhookId: z.string().min(1).optional(),
      limit: z
        .string()
        .regex(/^([1-9][0-9]?|1[0-9][0-9]|200)$/)
        .optional()
        .openapi({ description: "1 to 200, 50 by default.", example: "50" }),
      cursor: NotificationIdSchema.optional().openapi({ description: "`nextCursor` of the page before." }),
    }),
  },
  responses: {
    200: {
      description: "A page of them.",
      content: {
        "application/json": {
          schema: z.object({
            items: z.array(NotificationSchema),
            nextCursor: z.string().nullable().openapi({ description: "Null on the last page." }),
          }),
        },
      },
    },
    ...invalid,
    ...refused,
    ...unavailable,
  },
});

export const getNotification = createRoute({
  method: "get",
  path: "/notifications/{id}",
  operationId: "getNotification",
  tags,
  summary: "Look at one notification",
  security,
  request: { params },
  responses: {
    200: { description: "Where it stands.", content: { "application/json": { schema: NotificationSchema } } },
    ...invalid,
    ...refused,
    ...unknown,
    ...unavailable,
  },
});

export const retryNotification = createRoute({
  method: "post",
  path: "/notifications/{id}/retry",
  operationId: "retryNotification",
  tags,
  summary: "Send a buried notification again",
  security,
  request: { params },
  responses: {
    202: { description: "It is pending again.", content: { "application/json": { schema: NotificationSchema } } },
    ...invalid,
    ...refused,
    ...unknown,
    409: problemResponse("It is not buried: it was delivered, or is still on its way."),
    ...unavailable,
  },
});
