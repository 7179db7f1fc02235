import type { z } from "zod";

/** Names of JSON's types for the readers of an answer. */
const TYPES: Partial<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
};

/**
 * What is wrong with a rejected value. Replaces Zod's own messages, which are meant for programmers; keeps the schemas'
 * own.
 */
export function plainMistake(issue: z.core.$ZodIssue, given: unknown): string {
  const { code } = issue;
  if (code === "invalid_type" || code === "invalid_union") {
    return `Expected ${typesOf(issue).join(" or ")}${whatIsThere(given)}.`;
  }
  if (code === "invalid_value") return `Expected one of ${issue.values.map(String).join(", ")}.`;
  if (code === "too_small") return "It is empty.";
  if (code === "too_big") return `It is too long; at most ${issue.maximum} characters are allowed.`;
  if (code === "unrecognized_keys") return `Unknown: ${issue.keys.map((key) => key.slice(0, 64)).join(", ")}.`;
  return issue.message;
}

function typesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(typesOf);
  return issue.code === "invalid_type" ? [TYPES[issue.expected] ?? issue.expected] : [];
}

function whatIsThere(given: unknown): string {
  if (given === undefined) return "; it is missing";
  if (given === null || typeof given === "boolean") return `, not ${String(given)}`;
  return `, not ${Array.isArray(given) ? "an array" : TYPES[typeof given]}`;
}

/** The value at a path. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
