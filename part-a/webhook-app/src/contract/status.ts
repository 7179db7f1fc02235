import { createRoute, z } from "@hono/zod-openapi";
import { HOLD_REASONS, PAUSE_REASONS } from "../reasons.ts";
import { adminRefused, adminSecurity, invalidParameters, storeUnavailable } from "./admin.ts";
import { byName } from "./by-name.ts";
import { TimeSchema } from "./paging.ts";

const PauseSchema = z
  .object({
    reason: z.enum(PAUSE_REASONS).openapi("PauseReason"),
    since: TimeSchema,
    detail: z.string().openapi({ description: "What Rocket.Chat or the network said last." }),
    nextTrialAt: TimeSchema.nullable().openapi({ description: "Null while the trial is under way." }),
    todo: z.string().openapi({ description: "What to do about it." }),
  })
  .openapi("RelayPause", { description: "Nothing is sent, and nothing is lost." });

const LaneOnHoldSchema = z
  .object({
    recipient: z.string().openapi({ example: "jane" }),
    reason: z.enum(HOLD_REASONS).openapi("HoldReason"),
    since: TimeSchema,
    nextTryAt: TimeSchema,
    todo: z.string().openapi({ description: "What to do about it." }),
  })
  .openapi("LaneOnHold", { description: "Messages of one recipient that wait while the others get theirs." });

const RelaySchema = z
  .object({
    leader: z.boolean().openapi({ description: "Whether this replica is the one that sends." }),
    holder: z.string().nullable().openapi({
      description: "Who sends: host, process and a random part. Null while nobody does, as for seconds at a change.",
      example: "webhook-app-7c9f/1/5a0cdb9c-6dd4-4f5e-8b5c-0d8d1f6a7b10",
    }),
    paused: byName(PauseSchema).nullable(),
    detail: z.string().nullable().openapi({
      description:
        "Where this replica does not lead: who does. What it then says of the pause and of lanes on hold the leader wrote when it renewed its lease, as it does every 3 seconds.",
    }),
  })
  .openapi("RelayStatus");

const StatusSchema = z
  .object({
    version: z.string().openapi({ example: "1.0.0" }),
    uptimeSeconds: z.number().int().openapi({ example: 86_400 }),
    store: z.enum(["sqlite", "postgresql"]).openapi("StoreKind"),
    relay: RelaySchema,
    lanesOnHold: z.array(LaneOnHoldSchema).openapi({ description: "Of a replica that does not lead the first 100." }),
    pending: z.number().int().openapi({ description: "Notifications that wait or are on their way." }),
    oldestPendingAt: TimeSchema.nullable(),
    buried: z.record(z.string(), z.number().int()).openapi({
      description: "How many notifications were given up, by reason; only reasons that there are.",
      example: { unknown_user: 3 },
    }),
    recipientsMistakes: z.array(z.string()).openapi({
      description:
        "Why the recipients file as it is now is not in force: each mistake with its line, and what to write instead. Empty while it is.",
      example: [],
    }),
  })
  .openapi("Status");

export const getStatus = createRoute({
  method: "get",
  path: "/status",
  operationId: "getStatus",
  tags: ["operations"],
  summary: "How the service is doing",
  security: adminSecurity,
  responses: {
    200: { description: "Now.", content: { "application/json": { schema: StatusSchema } } },
    ...invalidParameters,
    ...adminRefused,
    ...storeUnavailable,
  },
});
