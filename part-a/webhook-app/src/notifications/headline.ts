import {
  MERGE_REQUEST_CHANGES,
  type Actor,
  type MergeRequestEvent,
  type NoteEvent,
  type PipelineEvent,
  type Project,
  type PushEvent,
  type ReleaseEvent,
  type TellableEvent,
} from "../gitlab/event.ts";
import { escapeLineStart, escapeText } from "./escape-text.ts";
import { link } from "./link.ts";
import { storable } from "./storable.ts";

const MAX_NAME_LENGTH = 100;

/** GitLab's own limit for a branch, tag, path or title. */
const MAX_TEXT_LENGTH = 255;

const RELEASE_CHANGES = new Map([
  ["create", "created"],
  ["update", "updated"],
  ["delete", "deleted"],
]);

/** Who did what where, in a line. */
export function headline(event: TellableEvent): string {
  if (event.kind === "merge_request") return mergeRequestHeadline(event);
  if (event.kind === "pipeline") return pipelineHeadline(event);
  if (event.kind === "note") return noteHeadline(event);
  if (event.kind === "release") return releaseHeadline(event);
  return event.kind === "push" ? branchHeadline(event) : tagHeadline(event);
}

function branchHeadline({ actor, change, ref, project, totalCommits }: PushEvent): string {
  const place = `${text(ref)} in ${projectLink(project)}`;
  const commits = totalCommits === 1 ? "1 commit" : `${totalCommits} commits`;
  if (change === "deleted") return `${person(actor)} deleted branch ${place}`;
  if (change === "created")
    return `${person(actor)} created branch ${place}${totalCommits > 0 ? ` with ${commits}` : ""}`;
  return totalCommits > 0 ? `${person(actor)} pushed ${commits} to ${place}` : `${person(actor)} pushed to ${place}`;
}

function tagHeadline({ actor, change, ref, project }: PushEvent): string {
  const verb = { created: "tagged", updated: "moved tag", no_commits: "moved tag", deleted: "deleted tag" }[change];
  return `${person(actor)} ${verb} ${text(ref)} in ${projectLink(project)}`;
}

function mergeRequestHeadline(event: MergeRequestEvent): string {
  const { action, iid, project, ref, sourceBranch } = event;
  const request = `merge request ${link(`!${iid ?? ""}`, event.url)}`;
  const branches = sourceBranch && ref ? ` from ${text(sourceBranch)} into ${text(ref)}` : "";
  const what = `${MERGE_REQUEST_CHANGES[action]} ${request}${branches} in ${projectLink(project)}`;
  return `${person(event.actor)} ${what} — ${text(event.title)}`;
}

function pipelineHeadline({ actor, id, url, ref, project }: PipelineEvent): string {
  return `Pipeline ${link(`#${id ?? ""}`, url)} of ${name(actor)} failed on ${text(ref)} in ${projectLink(project)}`;
}

function noteHeadline({ actor, action, url, mergeRequest, project }: NoteEvent): string {
  const comment = link(action === "update" ? "edited a comment" : "commented", url);
  if (!mergeRequest) return `${person(actor)} ${comment} on a commit in ${projectLink(project)}`;
  const { iid, title } = mergeRequest;
  return `${person(actor)} ${comment} on merge request !${iid ?? ""} in ${projectLink(project)} — ${text(title)}`;
}

function releaseHeadline({ action, name, url, ref, project }: ReleaseEvent): string {
  const change = RELEASE_CHANGES.get(action) ?? "changed";
  return `Release ${link(storable(name, MAX_TEXT_LENGTH), url)} of tag ${text(ref)} was ${change} in ${projectLink(project)}`;
}

/** The person at a line's start. */
function person(actor: Actor): string {
  return escapeLineStart(shortName(actor));
}

function name(actor: Actor): string {
  return escapeText(shortName(actor));
}

function shortName({ name, username }: Actor): string {
  return storable(name ?? username ?? "Somebody", MAX_NAME_LENGTH);
}

function projectLink({ path, webUrl }: Project): string {
  return link(storable(path || "a project", MAX_TEXT_LENGTH), webUrl);
}

function text(words: string): string {
  return escapeText(storable(words, MAX_TEXT_LENGTH));
}
