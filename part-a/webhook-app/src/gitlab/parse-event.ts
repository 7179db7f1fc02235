import { z } from "@hono/zod-openapi";
import type { GitLabEvent } from "./event.ts";
import { MergeRequestFields, NoteFields, PipelineFields, PushFields, ReleaseFields } from "./payload-schemas.ts";
import { untold } from "./read-fields.ts";
import { readMergeRequest, readNote, readPipeline, readRelease } from "./read-other-events.ts";
import { readPush } from "./read-push.ts";

export type ParsedEvent =
  /** `kind`: the payload's `object_kind`, or a system hook's `event_name`. */
  | { ok: true; kind: string; event: GitLabEvent }
  | { ok: false; detail: string; errors: { path: string; message: string }[] };

/** A large body full of mistakes gets an answer of a sensible size. */
const MAX_ERRORS = 20;

const MAX_KIND_LENGTH = 64;

type Reader = (payload: object) => { data: GitLabEvent } | { error: z.ZodError };

/** One schema per kind, chosen by name: a union of them all costs twice as much (measured: 0.135 against 0.25 of raw). */
const READERS = new Map<string, Reader>([
  ["push", reader(PushFields, (payload) => readPush("push", payload))],
  ["tag_push", reader(PushFields, (payload) => readPush("tag_push", payload))],
  ["merge_request", reader(MergeRequestFields, readMergeRequest)],
  ["pipeline", reader(PipelineFields, readPipeline)],
  ["note", reader(NoteFields, readNote)],
  ["release", reader(ReleaseFields, readRelease)],
]);

/**
 * Turns a webhook's JSON into the event it reports.
 *
 * Every kind that GitLab sends or will send is accepted; what has nothing to tell becomes an `unsupported` event. Refused are
 * bodies that are no GitLab event (neither `object_kind` nor `event_name` is a string) and fields of a wrong type among those we read.
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
  const read = READERS.get(kind);
  if (!read) return { ok: true, kind: shownKind, event: untold(`${shownKind} events are not told.`) };
  const result = read(json);
  if ("data" in result) return { ok: true, kind: shownKind, event: result.data };
  return refused(
    `The body is not a ${kind} event as GitLab sends it.`,
    result.error.issues.slice(0, MAX_ERRORS).map(toError),
  );
}

function reader<Fields extends z.core.$ZodLooseShape>(
  fields: Fields,
  read: (payload: z.output<z.ZodObject<Fields>>) => GitLabEvent,
): Reader {
  const schema = z.object(fields);
  return (payload) => {
    const result = schema.safeParse(payload);
    return result.success ? { data: read(result.data) } : { error: result.error };
  };
}

function toError({ path, message }: z.core.$ZodIssue) {
  return { path: z.core.toDotPath(path), message };
}

function refused(detail: string, errors: { path: string; message: string }[]): ParsedEvent {
  return { ok: false, detail, errors };
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
