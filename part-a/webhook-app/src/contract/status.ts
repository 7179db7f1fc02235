import { createRoute, z } from "@hono/zod-openapi";
import { HOLD_REASONS, PAUSE_REASONS } from "../reasons.ts";
import { adminRefused, adminSecurity, invalidParameters, storeUnavailable } from "./admin.ts";
import { byName } from "./by-name.ts";
import { TimeSchema } from "./paging.ts";

const PauseSchema = z
  .object({
    reason: z.enum(PAUSE_REASONS).openapi("PauseReason"),
    since: TimeSchema,
    detail: z.string().openapi({ description: "The last error from Rocket.Chat or the network." }),
    nextTrialAt: TimeSchema.nullable().openapi({ description: "Null while the attempt is being made." }),
    todo: z.string().openapi({ description: "What the operator should do." }),
  })
  .openapi("RelayPause", { description: "Nothing is sent, and nothing is lost." });

const LaneOnHoldSchema = z
  .object({
    recipient: z.string().openapi({ example: "jane" }),
    reason: z.enum(HOLD_REASONS).openapi("HoldReason"),
    since: TimeSchema,
    nextTryAt: TimeSchema,
    todo: z.string().openapi({ description: "What the operator should do." }),
  })
  .openapi("LaneOnHold", { description: "Messages to one recipient wait, while others are delivered." });

const RelaySchema = z
  .object({
    leader: z.boolean().openapi({ description: "Whether this replica is the leader, the one that sends." }),
    holder: z.string().nullable().openapi({
      description:
        "The leader: host, process and a random part. Null while there is none, as for seconds during a takeover.",
      example: "webhook-app-7c9f/1/5a0cdb9c-6dd4-4f5e-8b5c-0d8d1f6a7b10",
    }),
    paused: byName(PauseSchema).nullable(),
    detail: z.string().nullable().openapi({
      description:
        "If this replica is not the leader: who is. The pause and the lanes on hold are then what the leader reported when it last renewed its lease, which it does every 3 seconds.",
    }),
  })
  .openapi("RelayStatus");

const StatusSchema = z
  .object({
    version: z.string().openapi({ example: "1.0.0" }),
    uptimeSeconds: z.number().int().openapi({ example: 86_400 }),
    store: z.enum(["sqlite", "postgresql"]).openapi("StoreKind"),
    relay: RelaySchema,
    lanesOnHold: z
      .array(LaneOnHoldSchema)
      .openapi({ description: "A replica that is not the leader shows the first 100." }),
    pending: z.number().int().openapi({ description: "Notifications that wait or are being sent." }),
    oldestPendingAt: TimeSchema.nullable(),
    buried: z.record(z.string(), z.number().int()).openapi({
      description: "Number of buried notifications by reason; reasons without any are left out.",
      example: { unknown_user: 3 },
    }),
    recipientsMistakes: z.array(z.string()).openapi({
      description:
        "Why the current recipients file is not in force: each mistake with its line and what to write instead. Empty if the file is valid.",
      example: [],
    }),
  })
  .openapi("Status");

export const getStatus = createRoute({
  method: "get",
  path: "/status",
  operationId: "getStatus",
  tags: ["operations"],
  summary: "Get the state of the service",
  security: adminSecurity,
  responses: {
    200: { description: "The current state.", content: { "application/json": { schema: StatusSchema } } },
    ...invalidParameters,
    ...adminRefused,
    ...storeUnavailable,
  },
});
