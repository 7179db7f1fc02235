import { createRoute, z } from "@hono/zod-openapi";
import { adminRefused, adminSecurity, invalidParameters, storeUnavailable } from "./admin.ts";
import { NotificationPageSchema, NotificationSchema, PersonSchema } from "./notification.ts";
import { LimitSchema, periodQuery, placeQuery } from "./paging.ts";
import { problemResponse } from "./problem.ts";
import { DeliveryReasonSchema, NotificationIdSchema, NotificationStateSchema } from "./webhook-answers.ts";

const tags = ["notifications"];

export const listNotifications = createRoute({
  method: "get",
  path: "/notifications",
  operationId: "listNotifications",
  tags,
  summary: "List notifications, newest first",
  security: adminSecurity,
  request: {
    query: z.object({
      state: NotificationStateSchema.optional(),
      reason: DeliveryReasonSchema.optional(),
      recipient: z.string().min(1).optional().openapi({ example: "jane" }),
      person: PersonSchema.optional(),
      ...placeQuery,
      sha: z
        .string()
        .min(1)
        .optional()
        .openapi({ description: "The SHA in the message, or its beginning.", example: "da15608" }),
      webhookId: z.string().min(1).optional(),
      ...periodQuery,
      limit: LimitSchema.optional(),
      cursor: NotificationIdSchema.optional().openapi({ description: "`nextCursor` of the previous page." }),
    }),
  },
  responses: {
    200: { description: "One page.", content: { "application/json": { schema: NotificationPageSchema } } },
    ...invalidParameters,
    ...adminRefused,
    ...storeUnavailable,
  },
});

export const getNotification = createRoute({
  method: "get",
  path: "/notifications/{id}",
  operationId: "getNotification",
  tags,
  summary: "Get one notification",
  security: adminSecurity,
  request: { params: z.object({ id: NotificationIdSchema }) },
  responses: {
    200: {
      description: "The notification and its state.",
      content: { "application/json": { schema: NotificationSchema } },
    },
    ...invalidParameters,
    ...adminRefused,
    404: problemResponse("There is no such notification, or it was deleted after its retention."),
    ...storeUnavailable,
  },
});
