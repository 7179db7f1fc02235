import { z } from "@hono/zod-openapi";
import { NOTIFICATION_STATES } from "../outbox/outbox.ts";
import { DELIVERY_REASONS, IGNORE_REASONS, SKIP_REASONS } from "../reasons.ts";
import { byName } from "./by-name.ts";

/** The closed sets by the names that generated clients show. */
export const NotificationStateSchema = z.enum(NOTIFICATION_STATES).openapi("NotificationState", {
  description: "`buried`: given up, for the reason beside it.",
});
export const DeliveryReasonSchema = z.enum(DELIVERY_REASONS).openapi("DeliveryReason");
const SkipReasonSchema = z.enum(SKIP_REASONS).openapi("SkipReason");
const UntoldReasonSchema = z.enum(IGNORE_REASONS).exclude(["duplicate"]).openapi("IgnoreReason");

export const NotificationIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, "Expected the id of a notification, a whole number.")
  .openapi({ description: "Ordered: of two notifications to one person the smaller is sent first.", example: "42" });

export const WebhookIdSchema = z.string().openapi({
  description:
    "`webhook-id` or `Idempotency-Key` of the delivery, equal for GitLab's resends. Without either a hash of its body, or of a push a new one.",
  example: "7f0c0e7e-4c8a-4d0f-9d0e-0d6d7f4f0a11",
});

export const SkippedSchema = z
  .object({
    person: z.string().openapi({ description: "GitLab username or commit e-mail.", example: "j.doe" }),
    reason: SkipReasonSchema,
  })
  .openapi("Skipped", { description: "Somebody whom the rule names but who is not told, and why." });

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
  .openapi("Settled", { description: "`Prefer: wait` was given and every notification is delivered or buried." });

const DuplicateSchema = z
  .object({
    status: z.literal("duplicate"),
    reason: z.literal("duplicate"),
    webhookId: WebhookIdSchema.openapi({ description: "The webhook that was accepted first." }),
    notifications: z
      .array(OutcomeSchema)
      .optional()
      .openapi({ description: "With `Prefer: wait`: where the first webhook's notifications stand." }),
  })
  .openapi("Duplicate");

const IgnoredSchema = z
  .object({
    status: z.literal("ignored"),
    reason: UntoldReasonSchema,
    detail: z.string().openapi({ description: "The reason in words." }),
    skipped: z.array(SkippedSchema),
  })
  .openapi("Ignored");

/** What a webhook is answered with 200; `status` and the schemas' names tell which of them it is. */
export const WebhookAnswerSchema = z
  .discriminatedUnion("status", [DuplicateSchema, IgnoredSchema, DeliveredSchema])
  .openapi("WebhookAnswer");

export const ExplanationSchema = z
  .object({
    event: z.string().openapi({ example: "push" }),
    decision: z.enum(["notify", "ignored"]).openapi("Decision"),
    rule: z.number().int().optional().openapi({ description: "Position in the recipients file, from 1.", example: 1 }),
    reason: UntoldReasonSchema.optional(),
    detail: z.string().optional(),
    recipients: z.array(
      z
        .object({
          recipient: z.string().openapi({ example: "jane" }),
          because: z.string().openapi({ description: "What in the rule chose this person.", example: "pusher" }),
        })
        .openapi("ChosenRecipient"),
    ),
    skipped: z.array(SkippedSchema),
    duplicateOf: WebhookIdSchema.optional().openapi({
      description:
        "The outbox would take it for a duplicate of this webhook now, and tell nobody. Absent, too, while the outbox does not answer.",
    }),
    message: z.string().optional().openapi({
      description:
        "What the first of them would be told, as Rocket.Chat Markdown; the others see their own commits in it.",
    }),
  })
  .openapi("Explanation");
