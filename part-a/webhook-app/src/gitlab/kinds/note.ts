import { z } from "@hono/zod-openapi";
import { byName } from "../../contract/by-name.ts";
import { eventKind, type Payload } from "../event-kind.ts";
import type { BaseEvent, UnsupportedEvent } from "../event-parts.ts";
import { CommitSchema, flag, PersonSchema, ProjectSchema, shown, text } from "../payload-parts.ts";
import { readActor, readCommit, readBase, shownNumber, shownText, unsupported } from "../read-parts.ts";
import { MERGED_FIELDS, mergedSha } from "./merge-request.ts";

const AttributesSchema = z
  .object({
    id: shown(1243),
    action: shown("create"),
    note: shown("Is that safe?", "What was written."),
    internal: flag,
    url: shown("https://gitlab.example.com/platform/api/-/merge_requests/3#note_1243"),
    updated_at: shown("2026-11-23 10:00:00 UTC"),
  })
  .openapi("NoteAttributes");

const NotedMergeRequestSchema = z
  .object({ iid: shown(3), title: shown(), target_branch: text.openapi({ example: "main" }), ...MERGED_FIELDS })
  .openapi("NotedMergeRequest");

const FIELDS = {
  event_type: text.openapi({ description: "`confidential_note` if not everybody may read it." }),
  user: PersonSchema,
  project: ProjectSchema,
  object_attributes: byName(AttributesSchema).nullish(),
  commit: byName(CommitSchema).nullish(),
  merge_request: byName(NotedMergeRequestSchema).nullish(),
};

/** A comment on a commit or on a merge request. */
export interface NoteEvent extends BaseEvent {
  kind: "note";
  id: number | undefined;
  action: string;
  url: string | undefined;
  updatedAt: string | undefined;
  /** The beginning of the comment, as much as messages may show. */
  text: string;
  /** Only members with at least the role Reporter may see it in GitLab. */
  confidential: boolean;
  /** The merge request that the comment is on; undefined for a commit. */
  mergeRequest: { iid: number | undefined; title: string } | undefined;
}

/** A comment may have a million characters; keeps only what fits into a message. */
const MAX_TEXT_LENGTH = 1_000;

const MAX_TEXT_LINES = 5;

export const note = eventKind(FIELDS, readNote, ({ id, action, sha, updatedAt }) => [id, action, sha, updatedAt]);

/** Reads comments on commits and merge requests; those on issues and snippets have no commit. */
function readNote(payload: Payload<typeof FIELDS>): NoteEvent | UnsupportedEvent {
  const { commit, merge_request: mergeRequest } = payload;
  const lastCommit = commit ?? mergeRequest?.last_commit;
  if (!lastCommit?.id) return unsupported("The comment is neither on a commit nor on a merge request with commits.");
  const merged = commit || !mergeRequest ? undefined : mergedSha(mergeRequest);
  return {
    kind: "note",
    ...readBase(payload, commit ? "" : mergeRequest?.target_branch, readCommit(lastCommit)),
    ...(merged !== undefined && { sha: merged }),
    actor: readActor(payload.user),
    ...readComment(payload),
    mergeRequest: commit ? undefined : { iid: shownNumber(mergeRequest?.iid), title: shownText(mergeRequest?.title) },
  };
}

function readComment({ event_type, object_attributes: attributes }: Payload<typeof FIELDS>) {
  return {
    id: shownNumber(attributes?.id),
    action: shownText(attributes?.action) || "create",
    url: shownText(attributes?.url) || undefined,
    updatedAt: shownText(attributes?.updated_at) || undefined,
    text: firstLines(shownText(attributes?.note)),
    confidential: event_type === "confidential_note" || attributes?.internal === true,
  };
}

function firstLines(note: string): string {
  const lines = note
    .slice(0, MAX_TEXT_LENGTH)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");
  const isCut = note.length > MAX_TEXT_LENGTH || lines.length > MAX_TEXT_LINES;
  return [...lines.slice(0, MAX_TEXT_LINES), ...(isCut ? ["…"] : [])].join("\n");
}
