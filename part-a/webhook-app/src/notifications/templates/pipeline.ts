import type { PipelineEvent } from "../../gitlab/kinds/pipeline.ts";
import { pipelineUrl, tagUrl, treeUrl } from "../addresses.ts";
import { titleLine } from "../commit-text.ts";
import { linkIfAny } from "../link.ts";
import { name, projectName, short, text } from "../names.ts";
import { storable } from "../storable.ts";
import type { MessageTemplate } from "../template.ts";

const MAX_JOBS = 10;

const MAX_JOB_LENGTH = 60;

export const pipelineTemplate: MessageTemplate<PipelineEvent> = {
  /** `#31` would be a channel, and an invisible character inside would be copied with it. */
  headline: ({ actor, id, ref, project }) =>
    `Pipeline ${id === undefined ? "" : `${id} `}of ${name(actor)} failed on ${text(ref)} in ${projectName(project)}`,
  shaLabel: () => "Commit",
  links: ({ project, id, url, ref, isTag }) => [
    linkIfAny(`#${id ?? ""}`, url ?? pipelineUrl(project, id)),
    linkIfAny(short(ref), isTag ? tagUrl(project, ref) : treeUrl(project, ref)),
  ],
  lines: (event) => [...event.commits.flatMap((commit) => titleLine(commit, event)), ...jobsLine(event)],
};

function jobsLine({ failedJobs }: PipelineEvent): string[] {
  if (failedJobs.length === 0) return [];
  const names = failedJobs.slice(0, MAX_JOBS).map((job) => text(storable(job, MAX_JOB_LENGTH)));
  const rest = failedJobs.length > MAX_JOBS ? ` and ${failedJobs.length - MAX_JOBS} more` : "";
  return [`Failed ${failedJobs.length === 1 ? "job" : "jobs"}: ${names.join(", ")}${rest}`];
}
