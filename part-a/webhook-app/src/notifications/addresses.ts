import type { Project } from "../gitlab/event-parts.ts";

/** URLs of GitLab pages that payloads do not contain; undefined if the project's own URL is unknown. */
export function commitUrl(project: Project, sha: string): string | undefined {
  return pageUrl(project, "commit", sha);
}

export function compareUrl(project: Project, before: string, after: string): string | undefined {
  return pageUrl(project, "compare", `${before}...${after}`);
}

/** The files of a branch or a tag. */
export function treeUrl(project: Project, ref: string): string | undefined {
  return ref === "" ? undefined : pageUrl(project, "tree", ref);
}

/** The history of a branch. */
export function historyUrl(project: Project, ref: string): string | undefined {
  return pageUrl(project, "commits", ref);
}

export function tagUrl(project: Project, tag: string): string | undefined {
  return tag === "" ? undefined : pageUrl(project, "tags", tag);
}

export function pipelineUrl(project: Project, id: number | undefined): string | undefined {
  return id === undefined ? undefined : pageUrl(project, "pipelines", String(id));
}

/** GitLab accepts unencoded slashes in a ref. */
function pageUrl({ webUrl }: Project, page: string, name: string): string | undefined {
  if (webUrl === undefined) return undefined;
  return `${webUrl.replace(/\/$/, "")}/-/${page}/${encodeURIComponent(name.toWellFormed()).replaceAll("%2F", "/")}`;
}
