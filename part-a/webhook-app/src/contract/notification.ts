import { z } from "@hono/zod-openapi";
import { byName } from "./by-name.ts";
import { pageOf, TimeSchema } from "./paging.ts";
import {
  DeliveryReasonSchema,
  NotificationIdSchema,
  NotificationStateSchema,
  WebhookIdSchema,
} from "./webhook-answers.ts";

const FailedAttemptSchema = z
  .object({
    at: TimeSchema,
    reason: DeliveryReasonSchema,
    operation: z.string().openapi({ description: "The request to Rocket.Chat.", example: "im.create" }),
    status: z
      .number()
      .int()
      .nullable()
      .openapi({ description: "The HTTP status; null if there was no answer.", example: 400 }),
    code: z.string().nullable().openapi({
      description: "Rocket.Chat's error code, or that of the network or TLS, such as `ECONNREFUSED`.",
      example: "error-invalid-user",
    }),
    detail: z.string().openapi({ description: "The error message, in one line.", example: "Invalid user" }),
  })
  .openapi("FailedAttempt");

const DigestSchema = z
  .object({ messageId: z.string().openapi({ description: "Its `_id` in Rocket.Chat." }) })
  .openapi("Digest");

export const RecipientSchema = z.string().openapi({ description: "Rocket.Chat username.", example: "jane" });

/** In a query. */
export const PersonSchema = z.string().min(1).openapi({
  description:
    "Who is notified, without case: the Rocket.Chat username, or the GitLab username or commit e-mail by which the policy found it.",
  example: "j.doe",
});

/** A notification's state, without its text, which only its recipient may read. */
export const NotificationSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: RecipientSchema,
    state: NotificationStateSchema,
    reason: byName(DeliveryReasonSchema).nullable(),
    attempts: z.number().int().openapi({
      description: "Attempts that failed because of this message or its recipient, and the one that succeeded.",
    }),
    failedAttempts: z.array(FailedAttemptSchema).openapi({
      description:
        "The last 10 failed attempts, oldest first, including those before a manual retry. Those of a digest are listed at its carrier.",
    }),
    digest: byName(DigestSchema).nullable().openapi({
      description: "The message that replaces this notification and every notification whose `digestOf` is its id.",
    }),
    digestOf: NotificationIdSchema.nullable().openapi({
      description:
        "The notification that carries the digest with this one in it. Both are delivered or buried together.",
    }),
    webhookId: WebhookIdSchema,
    project: z.string().openapi({ example: "platform/api" }),
    ref: z.string().openapi({ example: "main" }),
    sha: z.string().openapi({ example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    receivedAt: TimeSchema,
    settledAt: TimeSchema.nullable(),
  })
  .openapi("Notification");

export const NotificationPageSchema = pageOf("NotificationPage", NotificationSchema);
