import type { z } from "zod";
import type { Answer } from "./model.ts";

/**
 * The answer to a body or query that the schema rejects, in the words of Rocket.Chat's validator (Ajv): its messages
 * joined by a line break and a space.
 */
export function invalidParameters(error: z.ZodError, errorType: "invalid-params" | "error-invalid-params"): Answer {
  const messages = error.issues.flatMap(inAjvWords);
  return { status: 400, body: { success: false, errorType, error: [...new Set(messages)].join("\n ") } };
}

function inAjvWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") return ["must NOT have additional properties"];
  if (issue.code === "invalid_union") {
    return [...issue.errors.flat().flatMap(inAjvWords), "must match exactly one schema in oneOf"];
  }
  if (issue.code === "too_small") return [`must NOT have fewer than ${issue.minimum} characters`];
  if (issue.code !== "invalid_type") return [issue.message];
  const type = issue.expected === "record" ? "object" : issue.expected;
  const missing = issue.input === undefined && issue.path.length > 0;
  return [missing ? `must have required property '${String(issue.path.at(-1))}'` : `must be ${type}`];
}
