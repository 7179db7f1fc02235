import { z } from "@hono/zod-openapi";
import { plainMistake, valueAt } from "../plain-mistake.ts";
import type { GitLabEvent } from "./event.ts";
import { kindNamed } from "./kinds.ts";
import { unsupported } from "./read-parts.ts";

export type ParsedEvent =
  /** `kind`: the payload's `object_kind`, or a system hook's `event_name`. */
  | { ok: true; kind: string; event: GitLabEvent }
  | { ok: false; detail: string; errors: { path: string; message: string }[] };

/** Limits the answer to a large body full of mistakes. */
const MAX_ERRORS = 20;

const MAX_KIND_LENGTH = 64;

/**
 * Turns a webhook's JSON into the event it reports.
 *
 * Accepts every kind that GitLab sends or will send; those that notify nobody become an `unsupported` event. Rejects
 * bodies that are not a GitLab event (neither `object_kind` nor `event_name` is a string), and wrong types in fields
 * that decide
 * who is notified of which commit. Tries only the schema that the kind names: a union of all costs twice as much (0.135
 * against 0.25 of raw).
 *
 * @returns the event, or what is wrong: a sentence, and each field's path and mistake.
 */
export function parseEvent(json: unknown): ParsedEvent {
  if (!isObject(json)) {
    return refused("The body is not a GitLab event.", [{ path: "", message: "Expected an object." }]);
  }
  const field = "object_kind" in json ? "object_kind" : "event_name";
  const kind = json[field];
  if (typeof kind === "string") return readAs(kind, json);
  const problem = kind === undefined ? "object_kind and event_name are both missing." : `${field} is not a string.`;
  return refused(`The body is not a GitLab event: ${problem}`, [{ path: field, message: "Expected a string." }]);
}

function readAs(kind: string, json: object): ParsedEvent {
  const shownKind = kind.slice(0, MAX_KIND_LENGTH).toWellFormed();
  const known = kindNamed(kind);
  if (!known)
    return { ok: true, kind: shownKind, event: unsupported(`${shownKind} events do not produce notifications.`) };
  const result = known.read(json);
  if ("data" in result) return { ok: true, kind: shownKind, event: result.data };
  return refused(
    `The body is not a valid GitLab ${kind} event.`,
    result.error.issues.slice(0, MAX_ERRORS).map((issue) => toError(issue, json)),
  );
}

function toError(issue: z.core.$ZodIssue, json: object) {
  return { path: z.core.toDotPath(issue.path), message: plainMistake(issue, valueAt(json, issue.path)) };
}

function refused(detail: string, errors: { path: string; message: string }[]): ParsedEvent {
  return { ok: false, detail, errors };
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
