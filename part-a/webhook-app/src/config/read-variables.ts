import type { z } from "zod";
import { readGiven } from "./secret-files.ts";

/**
 * Reads the variables of a schema from an environment and the files that it names; an empty variable counts as unset.
 *
 * @returns the values, undefined unless all are valid, and the mistakes: the variable, what is wrong, what is expected
 */
export function readVariables<Schema extends z.ZodObject>(
  schema: Schema,
  env: Record<string, string | undefined>,
): { values: z.infer<Schema> | undefined; mistakes: string[] } {
  const given = readGiven(env, new Set(Object.keys(schema.shape)));
  // For one reading, compiling the schema costs more than it saves.
  const parsed = schema.safeParse(given.values, { jitless: true });
  const wrong = (parsed.error?.issues ?? []).flatMap(({ path, message }) => {
    const variable = String(path[0]);
    return given.blamed.has(variable) ? [] : [`${given.nameOf(variable)}: ${message}`];
  });
  return { values: parsed.data, mistakes: [...given.mistakes, ...wrong] };
}
