import { createRoute, z } from "@hono/zod-openapi";
import { GitLabEventSchema } from "../gitlab/event-schema.ts";
import { DELIVERY_REASONS, IGNORE_REASONS } from "../reasons.ts";
import { NOTIFICATION_STATES } from "../outbox/outbox.ts";
import { problemResponse, retryLaterResponse } from "./problem.ts";

export const NotificationIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .openapi({ description: "Ordered: of two notifications to one person the smaller is sent first.", example: "42" });

const WebhookIdSchema = z.string().openapi({
  description:
    "`webhook-id` or `Idempotency-Key` of the delivery, else a hash of its body. Equal for GitLab's resends.",
  example: "7f0c0e7e-4c8a-4d0f-9d0e-0d6d7f4f0a11",
});

const SkippedSchema = z
  .object({
    person: z.string().openapi({ description: "GitLab username or commit e-mail.", example: "j.doe" }),
    reason: z.enum(["unmapped_user", "self"]),
  })
  .openapi("Skipped", { description: "Somebody whom the rule names but who is not told, and why." });

const QueuedSchema = z
  .object({ id: NotificationIdSchema, recipient: z.string().openapi({ example: "jane" }) })
  .openapi("QueuedNotification");

const OutcomeSchema = z
  .object({
    id: NotificationIdSchema,
    recipient: z.string().openapi({ example: "jane" }),
    state: z.enum(NOTIFICATION_STATES),
    reason: z.enum(DELIVERY_REASONS).nullable(),
  })
  .openapi("NotificationOutcome");

const AcceptedSchema = z
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
    reason: z.enum(IGNORE_REASONS).exclude(["duplicate"]),
    detail: z.string().openapi({ description: "The reason in words." }),
    skipped: z.array(SkippedSchema),
  })
  .openapi("Ignored");

const ExplanationSchema = z
  .object({
    event: z.string().openapi({ example: "push" }),
    decision: z.enum(["notify", "ignored"]),
    rule: z.number().int().optional().openapi({ description: "Position in the recipients file, from 1.", example: 1 }),
    reason: z.enum(IGNORE_REASONS).optional(),
    detail: z.string().optional(),
    recipients: z.array(
      z.object({
        recipient: z.string().openapi({ example: "jane" }),
        because: z.string().openapi({ description: "What in the rule chose this person.", example: "pusher" }),
      }),
    ),
    skipped: z.array(SkippedSchema),
    message: z.string().optional().openapi({ description: "What they would be told, as Rocket.Chat Markdown." }),
  })
  .openapi("Explanation");

const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const request = { body: { required: true, content: json(GitLabEventSchema) } } as const;

const security = [{ gitlabSignature: [] }, { gitlabToken: [] }];

const refusals = {
  400: problemResponse("Not JSON, or not an event that GitLab sends."),
  401: problemResponse("The signature or the token is missing or wrong."),
  413: problemResponse("The body is over `MAX_BODY_BYTES`."),
  415: problemResponse("The body is not `application/json`."),
  503: retryLaterResponse("The webhook could not be stored now: nothing was accepted."),
};

export const receiveWebhook = createRoute({
  method: "post",
  path: "/webhooks/gitlab",
  operationId: "receiveWebhook",
  tags: ["webhooks"],
  summary: "Receive a GitLab webhook",
  description:
    "Answers after the direct messages it leads to are stored durably. Whatever GitLab legitimately sends is answered 2xx: events that lead to no message are `ignored`, repeated ones `duplicate`.",
  security,
  request: {
    ...request,
    headers: z.object({
      Prefer: z.string().optional().openapi({
        description:
          "`wait=N` (RFC 7240): answer only when the messages arrived or failed, at most N <= 9 seconds later.",
        example: "wait=5",
      }),
      "Idempotency-Key": z.string().optional().openapi({ description: "Names the delivery; sent by GitLab >= 17.4." }),
      "X-Gitlab-Instance": z.string().optional().openapi({ description: "Base URL of the GitLab that sends." }),
    }),
  },
  responses: {
    200: {
      description: "Nothing new to store, or with `Prefer: wait` the final outcome.",
      content: json(z.union([DuplicateSchema, IgnoredSchema, DeliveredSchema])),
    },
    202: { description: "Stored; the messages are on their way.", content: json(AcceptedSchema) },
    ...refusals,
  },
});

export const explainWebhook = createRoute({
  method: "post",
  path: "/webhooks/gitlab/explain",
  operationId: "explainWebhook",
  tags: ["webhooks"],
  summary: "Explain what a webhook would do",
  description: "Same authentication and schema as the real one, but stores and sends nothing.",
  security,
  request,
  responses: {
    200: { description: "Who would be told what, and by which rule; or why nobody.", content: json(ExplanationSchema) },
    ...refusals,
  },
});
