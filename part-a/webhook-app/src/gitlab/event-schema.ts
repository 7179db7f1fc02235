import { z } from "@hono/zod-openapi";
import { DELIVERABLE_KINDS, KINDS, type DeliverableKind } from "./kinds.ts";

/** In a system hook's payload `object_kind` is absent. The generator knows no `never`: `not: {}` is the same in JSON Schema. */
const absent = z.unknown().optional().openapi({ not: {} });

const otherKind = z.string().openapi({ not: { enum: [...DELIVERABLE_KINDS] }, example: "issue" });

const byObjectKind = (kind: DeliverableKind) => z.object({ object_kind: z.literal(kind), ...KINDS[kind].fields });

const byEventName = (kind: DeliverableKind) =>
  z.object({ object_kind: absent, event_name: z.literal(kind), ...KINDS[kind].fields });

/**
 * The request body as the OpenAPI document shows it: it allows exactly what `parseEvent` accepts. Requests are not
 * parsed with it, because trying a union of schemas costs several times the one that the kind names.
 */
export const GitLabEventSchema = z
  .union([
    byObjectKind("push"),
    ...DELIVERABLE_KINDS.slice(1).map(byObjectKind),
    ...DELIVERABLE_KINDS.map(byEventName),
    z.object({ object_kind: otherKind }),
    z.object({ object_kind: absent, event_name: otherKind }),
  ])
  .openapi("GitLabEvent", {
    description:
      "A webhook's payload, as GitLab sends it. `object_kind` names its kind, in system hooks without one `event_name`. Only the fields that are read are listed; others are allowed and passed over.",
  });
