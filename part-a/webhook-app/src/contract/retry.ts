import { createRoute, z } from "@hono/zod-openapi";
import { adminRefused, adminSecurity, storeUnavailable } from "./admin.ts";
import { NotificationSchema, PersonSchema, RecipientSchema } from "./notification.ts";
import { periodQuery } from "./paging.ts";
import { problemResponse } from "./problem.ts";
import { DeliveryReasonSchema, NotificationIdSchema } from "./webhook-answers.ts";

const NewRecipientSchema = RecipientSchema.min(1).max(255).optional().openapi({
  description:
    "Who gets it instead. Without it, the person whom the policy chose is looked up again, so that corrections of the `people` map take effect; if the person is no longer in it, the recipient stays the same.",
});

const OneRetrySchema = z.strictObject({ recipient: NewRecipientSchema }).openapi("Retry");

const RetryFilterSchema = z
  .strictObject({
    reason: DeliveryReasonSchema.optional(),
    recipient: RecipientSchema.min(1).optional(),
    person: PersonSchema.optional(),
    project: z.string().min(1).optional().openapi({ example: "platform/api" }),
    ...periodQuery,
  })
  .openapi("RetryFilter", { description: "All given fields must match; `{}` matches every buried notification." });

const BulkRetrySchema = z
  .strictObject({ filter: RetryFilterSchema, recipient: NewRecipientSchema })
  .openapi("BulkRetry");

const invalid = { 400: problemResponse("The body, the id or a parameter is invalid.") };
const unsupported = { 415: problemResponse("The body is not `application/json`.") };
const tags = ["notifications"];

export const retryNotification = createRoute({
  method: "post",
  path: "/notifications/{id}/retry",
  operationId: "retryNotification",
  tags,
  summary: "Send a buried notification again",
  security: adminSecurity,
  request: {
    params: z.object({ id: NotificationIdSchema }),
    body: { required: false, content: { "application/json": { schema: OneRetrySchema } } },
  },
  responses: {
    202: { description: "It is pending again.", content: { "application/json": { schema: NotificationSchema } } },
    ...invalid,
    ...adminRefused,
    404: problemResponse("There is no such notification, or it was deleted after its retention."),
    409: problemResponse("It is not buried: it was delivered or is still pending."),
    413: problemResponse("The body is too large."),
    ...unsupported,
    ...storeUnavailable,
  },
});

export const retryNotifications = createRoute({
  method: "post",
  path: "/notifications/retry",
  operationId: "retryNotifications",
  tags,
  summary: "Send all matching buried notifications again",
  security: adminSecurity,
  request: { body: { required: true, content: { "application/json": { schema: BulkRetrySchema } } } },
  responses: {
    200: {
      description: "They are pending again.",
      content: {
        "application/json": {
          schema: z.object({ retried: z.number().int().openapi({ description: "How many." }) }).openapi("Retried"),
        },
      },
    },
    ...invalid,
    ...adminRefused,
    413: problemResponse("The body is too large."),
    ...unsupported,
    ...storeUnavailable,
  },
});
