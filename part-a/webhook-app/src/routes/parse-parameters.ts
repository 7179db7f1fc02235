import type { z } from "zod";
import { problem, type ProblemOf } from "../contract/problem.ts";

/** Parsed parameters, or the problem document that names each one that does not fit. */
export type Parameters<T> = { ok: true; value: T } | { ok: false; problem: ProblemOf<400> };

/** Checks path or query parameters against the contract's schema. */
export function parseParameters<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
): Parameters<z.output<Schema>> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const names = errors.map(({ path }) => path).join(", ");
  return { ok: false, problem: problem(400, `These parameters do not fit: ${names}.`, errors) };
}
