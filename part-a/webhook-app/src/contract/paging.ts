import { z } from "@hono/zod-openapi";

/** A moment in an answer. */
export const TimeSchema = z.iso.datetime().openapi({ example: "2026-11-25T12:00:00.000Z" });

/** A moment in a question: RFC 3339, with any offset. */
const AskedTimeSchema = z.iso.datetime({
  offset: true,
  error: "Expected an RFC 3339 time, such as 2026-11-25T12:00:00Z.",
});

/** From when to when a list is asked for, both included. */
export const periodQuery = {
  since: AskedTimeSchema.optional().openapi({
    description: "Received at this time or later; RFC 3339.",
    example: "2026-11-25T00:00:00Z",
  }),
  until: AskedTimeSchema.optional().openapi({
    description: "Received at this time or earlier; RFC 3339.",
    example: "2026-11-26T00:00:00Z",
  }),
};

/** Whose webhooks or notifications a list is asked for. */
export const placeQuery = {
  project: z.string().min(1).optional().openapi({ description: "The full path.", example: "platform/api" }),
  ref: z.string().min(1).optional().openapi({ description: "The full name of the branch or tag.", example: "main" }),
};

export const LimitSchema = z
  .string()
  .regex(/^([1-9][0-9]?|1[0-9][0-9]|200)$/, "Expected a number from 1 to 200.")
  .openapi({
    description: "50 by default.",
    example: 50,
    // A parameter is a string only on its way.
    type: "integer",
    minimum: 1,
    maximum: 200,
  });

/** A page of a list under a name of its own. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({
      items: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .openapi({ description: "Send it as `cursor` to get the next page; null on the last page." }),
    })
    .openapi(name);
}
