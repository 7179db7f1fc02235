import { createRoute, z } from "@hono/zod-openapi";
import { GitLabEventSchema } from "./gitlab-event.ts";
import { PATHS } from "./paths.ts";
import { problemResponse, retryLaterResponse } from "./problem.ts";
import { AcceptedSchema, ExplanationSchema, WebhookAnswerSchema } from "./webhook-answers.ts";

const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const request = { body: { required: true, content: json(GitLabEventSchema) } } as const;

const security = [{ gitlabSignature: [] }, { gitlabToken: [] }];

const refusals = {
  400: problemResponse("Not JSON, or not an event that GitLab sends."),
  401: problemResponse("The signature or the token is missing or wrong."),
  413: problemResponse("The body is over `MAX_BODY_BYTES`."),
  415: problemResponse("The body is not `application/json`."),
  503: retryLaterResponse("The webhook could not be stored; nothing was accepted."),
};

export const receiveWebhook = createRoute({
  method: "post",
  path: PATHS.receiveWebhook,
  operationId: "receiveWebhook",
  tags: ["webhooks"],
  summary: "Receive a GitLab webhook",
  description:
    "Answers once the resulting direct messages are stored durably. Every webhook that GitLab legitimately sends is answered 2xx: events that lead to no message are `ignored`, repeated ones `duplicate`.",
  security,
  request: {
    ...request,
    headers: z.object({
      Prefer: z.string().optional().openapi({
        description:
          "`wait=N` (RFC 7240): answer when all messages are delivered or buried, or after N seconds (at most 9).",
        example: "wait=5",
      }),
      "Idempotency-Key": z
        .string()
        .optional()
        .openapi({ description: "Identifies the delivery; sent by GitLab >= 17.4." }),
      "X-Gitlab-Event": z.string().optional().openapi({
        description: "`System Hook` distinguishes a system hook's report of a push from a project or group hook's.",
        example: "Push Hook",
      }),
      "X-Webhook-Source": z.string().optional().openapi({
        description:
          "`ci`: a CI job reports the push, in addition to GitLab's hooks and at its own time. Each of the three sources counts how often a ref makes the same change; equal counts are one push, and one message.",
        example: "ci",
      }),
      "X-Gitlab-Instance": z.string().optional().openapi({ description: "Base URL of the sending GitLab." }),
    }),
  },
  responses: {
    200: {
      description: "Nothing new to store, or with `Prefer: wait` the final outcome.",
      content: json(WebhookAnswerSchema),
    },
    202: { description: "Stored; the messages will be sent.", content: json(AcceptedSchema) },
    ...refusals,
  },
});

export const explainWebhook = createRoute({
  method: "post",
  path: "/webhooks/gitlab/explain",
  operationId: "explainWebhook",
  tags: ["webhooks"],
  summary: "Explain what a webhook would do",
  description:
    "Same authentication (or `ADMIN_TOKEN`) and schema as receiving a webhook, but stores and sends nothing.",
  security: [...security, { adminToken: [] }],
  request,
  responses: {
    200: {
      description: "Who would be notified of what, and by which rule; or why nobody would.",
      content: json(ExplanationSchema),
    },
    ...refusals,
  },
});
