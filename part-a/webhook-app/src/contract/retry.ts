import { createRoute, z } from "@hono/zod-openapi";
import { adminRefused, adminSecurity, storeUnavailable } from "./admin.ts";
import { NotificationSchema, PersonSchema, RecipientSchema } from "./notification.ts";
import { periodQuery } from "./paging.ts";
import { problemResponse } from "./problem.ts";
import { DeliveryReasonSchema, NotificationIdSchema } from "./webhook-answers.ts";

const NewRecipientSchema = RecipientSchema.min(1).max(255).optional().openapi({
  description:
    "Who gets it instead. Without it the person whom the policy chose is looked up anew, so that a mended `people` map counts; one who is no longer in it keeps the former recipient.",
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
  .openapi("RetryFilter", { description: "All that is given must fit; `{}` is every buried notification." });

const BulkRetrySchema = z
  .strictObject({ filter: RetryFilterSchema, recipient: NewRecipientSchema })
  .openapi("BulkRetry");

const invalid = { 400: problemResponse("The body, the id or a parameter does not fit.") };
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
    404: problemResponse("There is no such notification (any more)."),
    409: problemResponse("It is not buried: it was delivered, or is still on its way."),
    413: problemResponse("The body is larger than any that makes sense."),
    ...unsupported,
    ...storeUnavailable,
  },
});

export const retryNotifications = createRoute({
  method: "post",
  path: "/notifications/retry",
  operationId: "retryNotifications",
  tags,
  summary: "Send all buried notifications that match again",
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
    413: problemResponse("The body is larger than any that makes sense."),
    ...unsupported,
    ...storeUnavailable,
  },
});
