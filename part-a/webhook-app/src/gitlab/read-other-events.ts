import type { z } from "@hono/zod-openapi";
import { MERGE_REQUEST_CHANGES, type Commit, type GitLabEvent, type MergeRequestEvent } from "./event.ts";
import type { MergeRequestFields, NoteFields, PipelineFields, ReleaseFields } from "./payload-schemas.ts";
import { readActor, readCommit, readProject, untold } from "./read-fields.ts";

const MAX_NOTE_LENGTH = 1_000;

const MAX_NOTE_LINES = 5;

type Payload<Fields extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Fields>>;

/** Merge requests whose commits or state changed; edits of labels, assignees and the like are not told. */
export function readMergeRequest(payload: Payload<typeof MergeRequestFields>): GitLabEvent {
  const { action, last_commit, oldrev, ...attributes } = payload.object_attributes ?? {};
  if (!isToldAction(action)) return untold(`A merge request's action "${(action ?? "").slice(0, 64)}" is not told.`);
  if (action === "update" && !oldrev) return untold("This update of a merge request brought no new commits.");
  if (!last_commit?.id) return untold("The merge request names no commit.");
  const commit = readCommit(last_commit);
  return {
    kind: "merge_request",
    action,
    ...told(payload, attributes.target_branch, commit),
    actor: readActor(payload.user),
    iid: attributes.iid ?? undefined,
    title: attributes.title ?? "",
    url: attributes.url ?? undefined,
    sourceBranch: attributes.source_branch ?? "",
    ...readPeople(payload),
    updatedAt: attributes.updated_at ?? undefined,
  };
}

/** The author is there as an id alone: his name is known where he acted himself or is an assignee. */
function readPeople({ user, assignees, reviewers, object_attributes }: Payload<typeof MergeRequestFields>) {
  const authorId = object_attributes?.author_id;
  const author = authorId == null ? undefined : [user, ...(assignees ?? [])].find((person) => person?.id === authorId);
  return {
    author: author ? readActor(author) : undefined,
    assignees: (assignees ?? []).map(readActor),
    reviewers: (reviewers ?? []).map(readActor),
  };
}

/** Failed pipelines alone: all the others would be noise. */
export function readPipeline(payload: Payload<typeof PipelineFields>): GitLabEvent {
  const { id, ref, sha, status, url, finished_at, ...attributes } = payload.object_attributes ?? {};
  if (status !== "failed") return untold("Only failed pipelines are told.");
  const commit = payload.commit ? readCommit(payload.commit) : undefined;
  const toldSha = sha || commit?.id;
  if (!toldSha) return untold("The pipeline names no commit.");
  return {
    kind: "pipeline",
    ...told(payload, ref, commit?.id === toldSha ? commit : readCommit({ id: toldSha })),
    actor: readActor(payload.user),
    id: id ?? undefined,
    isTag: attributes.tag ?? false,
    refProtected: attributes.protected_ref ?? undefined,
    isChildPipeline: attributes.source === "parent_pipeline",
    failedJobs: failedJobs(payload.builds ?? []),
    url: url ?? undefined,
    finishedAt: finished_at ?? undefined,
  };
}

function failedJobs(builds: NonNullable<Payload<typeof PipelineFields>["builds"]>): string[] {
  return builds
    .filter(({ status, allow_failure: mayFail }) => status === "failed" && !mayFail)
    .map(({ name }) => name ?? "")
    .filter((name) => name !== "");
}

/** Comments on a commit or on a merge request; those on issues and snippets have no commit. */
export function readNote(payload: Payload<typeof NoteFields>): GitLabEvent {
  const { merge_request: mergeRequest, object_attributes: attributes } = payload;
  const commit = payload.commit ?? mergeRequest?.last_commit;
  if (!commit?.id) return untold("The comment is neither on a commit nor on a merge request with commits.");
  return {
    kind: "note",
    ...told(payload, payload.commit ? "" : mergeRequest?.target_branch, readCommit(commit)),
    actor: readActor(payload.user),
    id: attributes?.id ?? undefined,
    action: attributes?.action ?? "create",
    url: attributes?.url ?? undefined,
    updatedAt: attributes?.updated_at ?? undefined,
    text: firstLines(attributes?.note ?? ""),
    confidential: payload.event_type === "confidential_note" || attributes?.internal === true,
    mergeRequest: payload.commit
      ? undefined
      : { iid: mergeRequest?.iid ?? undefined, title: mergeRequest?.title ?? "" },
  };
}

/** A comment may be of a million characters: what a message has no room for is not carried along. */
function firstLines(note: string): string {
  return note.slice(0, MAX_NOTE_LENGTH).trim().split(/\r?\n/).slice(0, MAX_NOTE_LINES).join("\n");
}

export function readRelease(payload: Payload<typeof ReleaseFields>): GitLabEvent {
  if (!payload.commit?.id) return untold("The release names no commit.");
  return {
    kind: "release",
    ...told(payload, payload.tag, readCommit(payload.commit)),
    actor: readActor(undefined),
    action: payload.action ?? "create",
    name: payload.name || payload.tag || "",
    url: payload.url ?? undefined,
  };
}

function told(payload: Pick<Payload<typeof NoteFields>, "project">, ref: string | null | undefined, commit: Commit) {
  return { project: readProject(payload.project), ref: ref ?? "", sha: commit.id, commits: [commit] };
}

function isToldAction(action: string | null | undefined): action is MergeRequestEvent["action"] {
  return action != null && Object.hasOwn(MERGE_REQUEST_CHANGES, action);
}
