import { createRoute, z } from "@hono/zod-openapi";
import { JOURNAL_REASONS } from "../reasons.ts";
import { WEBHOOK_OUTCOMES } from "../webhook-record.ts";
import { adminRefused, adminSecurity, invalidParameters, storeUnavailable } from "./admin.ts";
import { byName } from "./by-name.ts";
import { RecipientSchema } from "./notification.ts";
import { LimitSchema, pageOf, periodQuery, placeQuery, TimeSchema } from "./paging.ts";
import { problemResponse } from "./problem.ts";
import {
  DeliveryReasonSchema,
  NotificationIdSchema,
  NotificationStateSchema,
  SkippedSchema,
  WebhookIdSchema,
} from "./webhook-answers.ts";

const WebhookOutcomeSchema = z.enum(WEBHOOK_OUTCOMES).openapi("WebhookOutcome");

const WebhookReasonSchema = z.enum(JOURNAL_REASONS).openapi("WebhookReason", {
  description:
    "Why nobody was notified. For rejected webhooks: `bad_request` 400, `too_large` 413, `unsupported_media_type` 415, `unavailable` 503.",
});

const MessageSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: RecipientSchema,
    state: NotificationStateSchema,
    reason: byName(DeliveryReasonSchema).nullable(),
  })
  .openapi("WebhookMessage");

const WebhookSchema = z
  .object({
    id: WebhookIdSchema,
    receivedAt: TimeSchema,
    event: z.string().openapi({ description: "`invalid` if it could not be determined.", example: "push" }),
    project: z.string().openapi({ description: "Empty if the payload names none.", example: "platform/api" }),
    ref: z.string().openapi({ description: "Branch or tag; may be empty.", example: "main" }),
    sha: z
      .string()
      .openapi({ description: "The commit; may be empty.", example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    actor: z.string().openapi({ description: "GitLab username, or name, of whoever acted.", example: "j.doe" }),
    outcome: WebhookOutcomeSchema,
    reason: byName(WebhookReasonSchema).nullable(),
    detail: z.string().nullable().openapi({ description: "The reason in words." }),
    rule: z.number().int().nullable().openapi({ description: "Position in the recipients file, from 1.", example: 1 }),
    skipped: z.array(SkippedSchema).openapi({
      description: "At most 50. People who were notified when the same delivery came again are not listed.",
    }),
    notifications: z
      .array(NotificationIdSchema)
      .openapi({ description: "The notifications it led to; see `/notifications/{id}`." }),
    messages: z.array(MessageSchema).openapi({ description: "The state of these notifications, in the same order." }),
    resends: z.number().int().openapi({ description: "How often the same delivery was sent again.", example: 0 }),
    lastResentAt: TimeSchema.nullable(),
  })
  .openapi("Webhook");

const tags = ["webhooks"];

export const listWebhooks = createRoute({
  method: "get",
  path: "/webhooks",
  operationId: "listWebhooks",
  tags,
  summary: "List received webhooks, newest first",
  description:
    "Every authenticated webhook of the last `RETENTION_DAYS`, including ignored, duplicate and rejected ones; at most the newest 1,000,000. Never a body or a commit's text.",
  security: adminSecurity,
  request: {
    query: z.object({
      ...periodQuery,
      ...placeQuery,
      sha: z
        .string()
        .regex(/^[0-9a-fA-F]{7,64}$/, "Expected at least the first 7 digits of a SHA.")
        .optional()
        .openapi({ description: "At least the first 7 digits of the commit's SHA.", example: "da15608" }),
      person: z.string().min(1).optional().openapi({
        description:
          "GitLab username, commit e-mail or Rocket.Chat username, ignoring case: whoever acted, is notified or was skipped.",
        example: "jane",
      }),
      outcome: WebhookOutcomeSchema.optional(),
      reason: WebhookReasonSchema.optional(),
      limit: LimitSchema.optional(),
      cursor: z
        .string()
        .regex(/^[0-9]{1,15}-[0-9]{1,15}$/, "Expected the nextCursor of the previous page.")
        .optional()
        .openapi({ description: "`nextCursor` of the previous page." }),
    }),
  },
  responses: {
    200: {
      description: "One page.",
      content: { "application/json": { schema: pageOf("WebhookPage", WebhookSchema) } },
    },
    ...invalidParameters,
    ...adminRefused,
    ...storeUnavailable,
  },
});

export const getWebhook = createRoute({
  method: "get",
  path: "/webhooks/{id}",
  operationId: "getWebhook",
  tags,
  summary: "Get one received webhook",
  security: adminSecurity,
  request: {
    params: z.object({
      id: z.string().min(1).max(255).openapi({ description: "The `webhookId` of an answer or a log line." }),
    }),
  },
  responses: {
    200: { description: "The webhook and its outcome.", content: { "application/json": { schema: WebhookSchema } } },
    ...invalidParameters,
    ...adminRefused,
    404: problemResponse("There is no such webhook, or it was deleted after its retention."),
    ...storeUnavailable,
  },
});
