import { z } from "@hono/zod-openapi";
import { KINDS, NOTIFIABLE_KINDS, type NotifiableKind } from "../gitlab/kinds.ts";

const otherKind = z.string().openapi({ not: { enum: [...NOTIFIABLE_KINDS] }, example: "issue" });

/** A system hook's payload may lack `object_kind`; if it is there, it alone names the kind. */
const withoutObjectKind = { not: { required: ["object_kind"] } };

/** `PushEvent` for `push`: generated clients show these names, and number schemas without one. */
const nameOf = (kind: NotifiableKind) =>
  `${kind.replaceAll(/(?:^|_)([a-z])/g, (_, initial: string) => initial.toUpperCase())}Event`;

const byObjectKind = (kind: NotifiableKind) =>
  z.object({ object_kind: z.literal(kind), ...KINDS[kind].fields }).openapi(nameOf(kind));

const byEventName = (kind: NotifiableKind) =>
  z.object({ event_name: z.literal(kind), ...KINDS[kind].fields }).openapi(`System${nameOf(kind)}`, withoutObjectKind);

const OtherEventSchema = z.object({ object_kind: otherKind }).openapi("OtherEvent", {
  description: "An event of another kind; nobody is notified of it.",
});

const OtherSystemEventSchema = z.object({ event_name: otherKind }).openapi("OtherSystemEvent", withoutObjectKind);

/**
 * The request body in the OpenAPI document; it allows exactly what `parseEvent` accepts. Requests are not
 * parsed with it, because trying a union of schemas costs several times as much as the one that the kind names.
 */
export const GitLabEventSchema = z
  .union([
    byObjectKind("push"),
    ...NOTIFIABLE_KINDS.slice(1).map(byObjectKind),
    ...NOTIFIABLE_KINDS.map(byEventName),
    OtherEventSchema,
    OtherSystemEventSchema,
  ])
  .openapi("GitLabEvent", {
    description:
      "A webhook's payload, as GitLab sends it. `object_kind` names its kind, or `event_name` in system hooks without it. Only the fields that are read are listed; others are allowed and ignored.",
  });
