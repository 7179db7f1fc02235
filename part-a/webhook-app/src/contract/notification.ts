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
    operation: z.string().openapi({ description: "What was asked of Rocket.Chat.", example: "im.create" }),
    status: z.number().int().nullable().openapi({ description: "Of HTTP; null when no answer came.", example: 400 }),
    code: z.string().nullable().openapi({
      description: "Rocket.Chat's own code, or the network's or TLS's, as `ECONNREFUSED`.",
      example: "error-invalid-user",
    }),
    detail: z.string().openapi({ description: "What was said, in one line.", example: "Invalid user" }),
  })
  .openapi("FailedAttempt");

const DigestSchema = z
  .object({ messageId: z.string().openapi({ description: "Its `_id` in Rocket.Chat." }) })
  .openapi("Digest");

export const RecipientSchema = z.string().openapi({ description: "Rocket.Chat username.", example: "jane" });

/** In a question. */
export const PersonSchema = z.string().min(1).openapi({
  description:
    "Who is notified, without case: the Rocket.Chat username, or the GitLab username or commit e-mail by which the policy found it.",
  example: "j.doe",
});

/** Where a notification stands, without its text, which belongs to its recipient. */
export const NotificationSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: RecipientSchema,
    state: NotificationStateSchema,
    reason: byName(DeliveryReasonSchema).nullable(),
    attempts: z.number().int().openapi({
      description: "Tries that failed because of this message or its recipient, and the one that succeeded.",
    }),
    failedAttempts: z.array(FailedAttemptSchema).openapi({
      description:
        "The last 10 tries that failed, oldest first, also those before a retry by hand. Those of a digest stand at its carrier.",
    }),
    digest: byName(DigestSchema).nullable().openapi({
      description: "The message in place of this notification and of every one whose `digestOf` is its id.",
    }),
    digestOf: NotificationIdSchema.nullable().openapi({
      description: "The notification that carries the digest in which this one is told. Both are settled together.",
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
