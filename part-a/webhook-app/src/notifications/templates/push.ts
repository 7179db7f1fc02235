import type { PushEvent } from "../../gitlab/kinds/push.ts";
import { compareUrl, historyUrl, tagUrl, treeUrl } from "../addresses.ts";
import { commitCount, shaLink } from "../commit-text.ts";
import { linkIfAny } from "../link.ts";
import { person, projectName, short, text } from "../names.ts";
import type { MessageTemplate } from "../template.ts";

/** It never claims a force-push: the payload does not say whether `before` is an ancestor of `after`. */
export const branchTemplate: MessageTemplate<PushEvent> = {
  headline: (event) => `${person(event.actor)} ${branchChange(event)} in ${projectName(event.project)}`,
  shaLabel: ({ change }) => (change === "deleted" ? "Was at" : "Head"),
  links: (event) => [comparison(event), event.change === "deleted" ? projectLink(event) : branchLink(event)],
  lines: ({ change, project, before }) =>
    change === "no_commits" ? [`No new commits, was at ${shaLink(before, project)}`] : [],
  list: (event) => ({
    total: event.totalCommits,
    restUrl: comparisonUrl(event) ?? historyUrl(event.project, event.ref),
  }),
};

export const tagTemplate: MessageTemplate<PushEvent> = {
  headline: ({ actor, change, ref, project }) =>
    `${person(actor)} ${TAG_CHANGES[change]} tag ${text(ref)} in ${projectName(project)}`,
  shaLabel: ({ change }) => (change === "deleted" ? "Was at" : "Commit"),
  links: (event) => [
    event.after === event.sha ? comparison(event) : undefined,
    event.change === "deleted" ? projectLink(event) : linkIfAny(short(event.ref), tagUrl(event.project, event.ref)),
  ],
  lines: () => [],
  list: ({ project, ref, totalCommits }) => ({ total: totalCommits, restUrl: historyUrl(project, ref) }),
};

const TAG_CHANGES = { created: "created", updated: "moved", no_commits: "moved", deleted: "deleted" };

function branchChange({ change, ref, totalCommits }: PushEvent): string {
  const branch = text(ref);
  if (change === "deleted") return `deleted branch ${branch}`;
  if (change === "no_commits") return `pushed no new commits to ${branch}`;
  const commits = totalCommits > 0 ? commitCount(totalCommits) : undefined;
  if (change === "created") return `created branch ${branch}${commits ? ` with ${commits}` : ""}`;
  return commits ? `pushed ${commits} to ${branch}` : `pushed to ${branch}`;
}

function comparison(event: PushEvent): string | undefined {
  return linkIfAny("compare", comparisonUrl(event));
}

/** Undefined unless there is a commit before and after. */
function comparisonUrl({ change, project, before, after }: PushEvent): string | undefined {
  return change === "updated" || change === "no_commits" ? compareUrl(project, before, after) : undefined;
}

function branchLink({ project, ref }: PushEvent): string | undefined {
  return linkIfAny(short(ref), treeUrl(project, ref));
}

function projectLink({ project }: PushEvent): string | undefined {
  return linkIfAny(short(project.path || "project"), project.webUrl);
}
