import { z } from "@hono/zod-openapi";
import type { UnsupportedEvent } from "./event-parts.ts";

export type Payload<Fields extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Fields>>;

/** What two webhooks agree in exactly if they report the same event. */
type Distinction = (string | number | undefined)[];

/** One kind of webhook that may notify people: what is read of its payload, and the event that comes of it. */
export interface EventKind<Event> {
  fields: Readonly<z.core.$ZodLooseShape>;
  /** The event, or the mistakes of a payload that GitLab would not send. */
  read: (payload: object) => { data: Event | UnsupportedEvent } | { error: z.ZodError };
  /** What sets an event apart from others of its kind in the same project and ref. */
  distinction(event: Event): Distinction;
}

/** Checks a payload by its fields, once and at once, before it is read. */
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
