import type { z } from "zod";
import { problem, type ProblemOf } from "../contract/problem.ts";
import { plainMistake, valueAt } from "../plain-mistake.ts";

/** Parsed parameters, or a problem document that names each invalid one. */
export type Parameters<T> = { ok: true; value: T } | { ok: false; problem: ProblemOf<400> };

/** Checks path or query parameters, or a body, against the contract's schema. */
export function parseParameters<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
): Parameters<z.output<Schema>> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: plainMistake(issue, valueAt(values, issue.path)),
  }));
  const names = errors.map(({ path }) => path || "the body").join(", ");
  return { ok: false, problem: problem(400, `Invalid parameters: ${names}.`, errors) };
}

/** The answer to a misspelt query parameter: if it were ignored, its filter would seem to match everything. */
export function unknownParameterProblem(
  given: readonly string[],
  known: readonly string[],
): ProblemOf<400> | undefined {
  const unknown = [...new Set(given)].filter((name) => !known.includes(name)).slice(0, 20);
  if (unknown.length === 0) return undefined;
  const takes = known.length === 0 ? "none" : known.join(", ");
  const detail = `Unknown query parameter: ${unknown.map((name) => name.slice(0, 64)).join(", ")}. This route accepts ${takes}.`;
  return problem(
    400,
    detail,
    unknown.map((path) => ({ path: path.slice(0, 64), message: "Unknown query parameter." })),
  );
}
