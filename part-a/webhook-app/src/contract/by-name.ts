import { z } from "@hono/zod-openapi";

/**
 * A schema that the document refers to only by its name, to be made nullable: for what follows a named schema directly,
 * the generator (zod-to-openapi 9.1) writes the first `null` into the named schema itself, so every use of it would
 * allow null.
 */
export function byName<Schema extends z.ZodType>(schema: Schema): z.ZodLazy<Schema> {
  return z.lazy(() => schema);
}
