import { z } from "@hono/zod-openapi";
import { NOTIFICATION_STATES } from "../outbox/notification.ts";
import { DELIVERY_REASONS, IGNORE_REASONS, SKIP_REASONS } from "../reasons.ts";
import { byName } from "./by-name.ts";

/** The closed sets, with the names that generated clients show. */
export const NotificationStateSchema = z.enum(NOTIFICATION_STATES).openapi("NotificationState", {
  description: "`buried`: given up, for the reason beside it.",
});
export const DeliveryReasonSchema = z.enum(DELIVERY_REASONS).openapi("DeliveryReason");
const SkipReasonSchema = z.enum(SKIP_REASONS).openapi("SkipReason");
const IgnoreReasonSchema = z.enum(IGNORE_REASONS).exclude(["duplicate"]).openapi("IgnoreReason");

export const NotificationIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, "Expected the id of a notification, an integer.")
  .openapi({
    description: "Ordered: of two notifications to one person, the one with the smaller id is sent first.",
    example: "42",
  });

export const WebhookIdSchema = z.string().openapi({
  description:
    "`webhook-id` or `Idempotency-Key` of the delivery, which GitLab's resends repeat. Without either, a hash of the body, or for a push a new id.",
  example: "7f0c0e7e-4c8a-4d0f-9d0e-0d6d7f4f0a11",
});

export const SkippedSchema = z
  .object({
    person: z.string().openapi({ description: "GitLab username or commit e-mail.", example: "j.doe" }),
    reason: SkipReasonSchema,
  })
  .openapi("Skipped", { description: "Somebody whom the rule names but who is not notified, and why." });

const QueuedSchema = z
  .object({ id: NotificationIdSchema, recipient: z.string().openapi({ example: "jane" }) })
  .openapi("QueuedNotification");

const OutcomeSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: z.string().openapi({ example: "jane" }),
    state: NotificationStateSchema,
    reason: byName(DeliveryReasonSchema).nullable(),
  })
  .openapi("NotificationOutcome");

export const AcceptedSchema = z
  .object({
    status: z.literal("accepted"),
    webhookId: WebhookIdSchema,
    notifications: z.array(QueuedSchema),
    skipped: z.array(SkippedSchema),
  })
  .openapi("Accepted");

const DeliveredSchema = z
  .object({
    status: z.literal("accepted"),
    webhookId: WebhookIdSchema,
    notifications: z.array(OutcomeSchema),
    skipped: z.array(SkippedSchema),
  })
  .openapi("Settled", { description: "The answer to `Prefer: wait` when every notification is delivered or buried." });

const DuplicateSchema = z
  .object({
    status: z.literal("duplicate"),
    reason: z.literal("duplicate"),
    webhookId: WebhookIdSchema.openapi({ description: "The webhook that was accepted first." }),
    notifications: z
      .array(OutcomeSchema)
      .optional()
      .openapi({ description: "With `Prefer: wait`: the state of the first webhook's notifications." }),
  })
  .openapi("Duplicate");

const IgnoredSchema = z
  .object({
    status: z.literal("ignored"),
    reason: IgnoreReasonSchema,
    detail: z.string().openapi({ description: "The reason in words." }),
    skipped: z.array(SkippedSchema),
  })
  .openapi("Ignored");

/** The answers with status 200 to a webhook; `status` and the schemas' names tell them apart. */
export const WebhookAnswerSchema = z
  .discriminatedUnion("status", [DuplicateSchema, IgnoredSchema, DeliveredSchema])
  .openapi("WebhookAnswer");

export const ExplanationSchema = z
  .object({
    event: z.string().openapi({ example: "push" }),
    decision: z.enum(["notify", "ignored"]).openapi("Decision"),
    rule: z.number().int().optional().openapi({ description: "Position in the recipients file, from 1.", example: 1 }),
    reason: IgnoreReasonSchema.optional(),
    detail: z.string().optional(),
    recipients: z.array(
      z
        .object({
          recipient: z.string().openapi({ example: "jane" }),
          because: z.string().openapi({ description: "Which entry of the rule chose this person.", example: "pusher" }),
        })
        .openapi("ChosenRecipient"),
    ),
    skipped: z.array(SkippedSchema),
    duplicateOf: WebhookIdSchema.optional().openapi({
      description:
        "The webhook of which it would now be a duplicate, so that nobody would be notified. Also absent while the outbox does not answer.",
    }),
    message: z.string().optional().openapi({
      description:
        "The message to the first of them, as Rocket.Chat Markdown; for others it includes their own commits.",
    }),
  })
  .openapi("Explanation");
