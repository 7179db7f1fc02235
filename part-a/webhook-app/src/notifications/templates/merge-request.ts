import type { MergeRequestEvent } from "../../gitlab/kinds/merge-request.ts";
import { compareUrl } from "../addresses.ts";
import { commitLine, titleLine } from "../commit-text.ts";
import { linkIfAny } from "../link.ts";
import { person, projectName, short, text } from "../names.ts";
import type { MessageTemplate } from "../template.ts";

const CHANGES: Record<MergeRequestEvent["action"], string> = {
  open: "opened",
  reopen: "reopened",
  close: "closed",
  merge: "merged",
  approved: "approved",
  approval: "approved",
  unapproved: "unapproved",
  unapproval: "unapproved",
  update: "pushed to",
};

export const mergeRequestTemplate: MessageTemplate<MergeRequestEvent> = {
  headline: ({ actor, action, iid, sourceBranch, ref, project, title }) => {
    const branches = sourceBranch && ref ? ` from ${text(sourceBranch)} into ${text(ref)}` : "";
    const request = `merge request !${iid ?? ""}${branches} in ${projectName(project)}`;
    return `${person(actor)} ${CHANGES[action]} ${request}${title ? ` — ${text(title)}` : ""}`;
  },
  shaLabel: (event) => (isMerged(event) ? "Merged as" : "Commit"),
  links: ({ project, before, sha, iid, url }) => [
    linkIfAny("compare", before === undefined || before === sha ? undefined : compareUrl(project, before, sha)),
    linkIfAny(`!${iid ?? ""}`, url),
    linkIfAny(short(project.path || "project"), project.webUrl),
  ],
  lines: (event) => {
    const [commit] = event.commits;
    if (!commit) return [];
    if (isMerged(event)) return [`Last commit: ${commitLine(commit, event)}`];
    return commit.title === event.title ? [] : titleLine(commit, event);
  },
};

/** The commit on the target branch is not the last one of the source branch. */
function isMerged({ sha, commits }: MergeRequestEvent): boolean {
  return commits[0]?.id !== sha;
}
