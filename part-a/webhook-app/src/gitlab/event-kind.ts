import { z } from "@hono/zod-openapi";
import type { UnsupportedEvent } from "./event-parts.ts";

export type Payload<Fields extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Fields>>;

/** Equal for two webhooks if and only if they report the same event. */
type Distinction = (string | number | undefined)[];

/** One kind of webhook that may notify people: how its payload becomes an event. */
export interface EventKind<Event> {
  fields: Readonly<z.core.$ZodLooseShape>;
  /** The event, or what is wrong with a payload that GitLab would not send. */
  read: (payload: object) => { data: Event | UnsupportedEvent } | { error: z.ZodError };
  /** What distinguishes an event from others of its kind in the same project and ref. */
  distinction(event: Event): Distinction;
}

/** Validates a payload's fields, once, before it is read. */
export function eventKind<Fields extends z.core.$ZodLooseShape, Event>(
  fields: Fields,
  read: (payload: Payload<Fields>) => Event | UnsupportedEvent,
  distinction: (event: Event) => Distinction,
): EventKind<Event> {
  const schema = z.object(fields);
  return {
    fields,
    distinction,
    read: (payload) => {
      const result = schema.safeParse(payload);
      return result.success ? { data: read(result.data) } : { error: result.error };
    },
  };
}
