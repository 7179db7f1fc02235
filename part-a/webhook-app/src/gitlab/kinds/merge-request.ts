import { z } from "@hono/zod-openapi";
import { byName } from "../../contract/by-name.ts";
import { eventKind, type Payload } from "../event-kind.ts";
import type { Actor, BaseEvent, UnsupportedEvent } from "../event-parts.ts";
import { CommitSchema, id, PeopleSchema, PersonSchema, ProjectSchema, shown, text } from "../payload-parts.ts";
import { readActor, readCommit, readBase, shownNumber, shownText, unsupported } from "../read-parts.ts";

/** For a merged merge request, one of the first two is on the target branch. Comments have these fields too. */
export const MERGED_FIELDS = {
  state: text.openapi({ example: "merged" }),
  merge_commit_sha: text.openapi({ description: "The merge commit; null if there is none." }),
  squash_commit_sha: text.openapi({ description: "The squash commit, if the commits were squashed." }),
  last_commit: byName(CommitSchema).nullish(),
};

const AttributesSchema = z
  .object({
    action: text.openapi({ example: "open" }),
    author_id: id,
    iid: shown(3),
    title: shown("Fix the typo in the README"),
    url: shown("https://gitlab.example.com/platform/api/-/merge_requests/3"),
    source_branch: shown("fix-typo"),
    source_project_id: shown(15),
    target_branch: text.openapi({ example: "main" }),
    target_project_id: shown(15),
    updated_at: shown("2026-11-23 10:00:00 UTC"),
    oldrev: text.openapi({
      description: "Only present when commits were pushed: the previous head of the source branch.",
    }),
    ...MERGED_FIELDS,
  })
  .openapi("MergeRequestAttributes");

const FIELDS = {
  user: PersonSchema,
  assignees: PeopleSchema,
  reviewers: PeopleSchema,
  project: ProjectSchema,
  object_attributes: byName(AttributesSchema).nullish(),
};

/** Changes of its state or its commits; edits of labels, assignees and the like notify nobody. */
const ACTIONS = [
  "open",
  "reopen",
  "close",
  "merge",
  "approved",
  "approval",
  "unapproved",
  "unapproval",
  "update",
] as const;

export interface MergeRequestEvent extends BaseEvent {
  kind: "merge_request";
  action: (typeof ACTIONS)[number];
  iid: number | undefined;
  title: string;
  url: string | undefined;
  sourceBranch: string;
  /** The source branch's previous commit, if new commits were pushed and the branch is in this project. */
  before: string | undefined;
  /** Undefined if the payload has only the author's id: it names only whoever acted, assignees and reviewers. */
  author: Actor | undefined;
  assignees: Actor[];
  reviewers: Actor[];
  /** As in the payload: distinguishes two closings of one merge request. */
  updatedAt: string | undefined;
}

export const mergeRequest = eventKind(FIELDS, readMergeRequest, ({ iid, action, sha, updatedAt, actor }) => [
  iid,
  action,
  sha,
  updatedAt,
  actor.username,
]);

function readMergeRequest(payload: Payload<typeof FIELDS>): MergeRequestEvent | UnsupportedEvent {
  const attributes = payload.object_attributes ?? {};
  const { action, last_commit, oldrev } = attributes;
  if (!isSupportedAction(action))
    return unsupported(`The merge request action "${(action ?? "").slice(0, 64)}" does not produce notifications.`);
  if (action === "update" && !oldrev) return unsupported("This merge request update added no commits.");
  if (!last_commit?.id) return unsupported("The merge request names no commit.");
  return {
    kind: "merge_request",
    action,
    ...readBase(payload, attributes.target_branch, readCommit(last_commit)),
    sha: mergedSha({ ...attributes, ...(action === "merge" && { state: "merged" }) }) ?? last_commit.id,
    actor: readActor(payload.user),
    iid: shownNumber(attributes.iid),
    title: shownText(attributes.title),
    url: shownText(attributes.url) || undefined,
    sourceBranch: shownText(attributes.source_branch),
    before: isOfFork(attributes) ? undefined : oldrev || undefined,
    ...readPeople(payload),
    updatedAt: shownText(attributes.updated_at) || undefined,
  };
}

/**
 * The commit on the target branch; undefined if the merge request is not merged, or was merged without its own commit.
 */
export function mergedSha(
  attributes: Pick<Payload<typeof MERGED_FIELDS>, "state" | "merge_commit_sha" | "squash_commit_sha">,
): string | undefined {
  if (attributes.state !== "merged") return undefined;
  return attributes.merge_commit_sha || attributes.squash_commit_sha || undefined;
}

function isSupportedAction(action: string | null | undefined): action is MergeRequestEvent["action"] {
  return ACTIONS.some((supported) => supported === action);
}

function isOfFork({ source_project_id: source, target_project_id: target }: Record<string, unknown>): boolean {
  return shownText(source) !== shownText(target);
}

/** The payload has only the author's id: the name is known if the author acted, or is an assignee or reviewer. */
function readPeople({ user, assignees, reviewers, object_attributes }: Payload<typeof FIELDS>) {
  const authorId = shownNumber(object_attributes?.author_id);
  const author =
    authorId === undefined
      ? undefined
      : [user, ...(assignees ?? [])].find((person) => shownNumber(person?.id) === authorId);
  return {
    author: author ? readActor(author) : undefined,
    assignees: (assignees ?? []).map(readActor),
    reviewers: (reviewers ?? []).map(readActor),
  };
}
