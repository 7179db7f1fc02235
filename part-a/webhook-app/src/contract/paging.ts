import { z } from "@hono/zod-openapi";

/** A time in an answer. */
export const TimeSchema = z.iso.datetime().openapi({ example: "2026-11-25T12:00:00.000Z" });

/** A time in a query: RFC 3339, with any offset. */
const AskedTimeSchema = z.iso.datetime({
  offset: true,
  error: "Expected an RFC 3339 time, such as 2026-11-25T12:00:00Z.",
});

/** The period of a list, both ends included. */
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

/** The project and ref of a list's webhooks or notifications. */
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
    // In the URL a parameter is a string.
    type: "integer",
    minimum: 1,
    maximum: 200,
  });

/** A page of a list, with its own schema name. */
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
