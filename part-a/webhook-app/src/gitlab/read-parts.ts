import type { Actor, Commit, Project, UnsupportedEvent } from "./event-parts.ts";
import type { CommitPayload, PersonPayload, ProjectPayload } from "./payload-parts.ts";

/** A text that is only shown; empty if the payload has none or another type. */
export function shownText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}

/** A number, or a string that contains one. */
export function shownNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The ref of a push without `refs/heads/` or `refs/tags/`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}

/** `title` was added in GitLab 12.10; older payloads have only the message. */
export function readCommit({ id, title, message, url, author }: CommitPayload): Commit {
  return {
    id,
    title: shownText(title) || firstLine(shownText(message)),
    url: shownText(url) || undefined,
    author: { name: shownText(author?.name) || undefined, email: author?.email || undefined },
  };
}

export function readProject(project: ProjectPayload, projectId?: unknown): Project {
  return {
    id: shownNumber(project?.id) ?? shownNumber(projectId),
    path: project?.path_with_namespace || shownText(project?.name),
    webUrl: shownText(project?.web_url) || undefined,
    defaultBranch: project?.default_branch || undefined,
  };
}

export function readActor(user: PersonPayload): Actor {
  return {
    username: user?.username || undefined,
    name: shownText(user?.name) || undefined,
    email: shownText(user?.email) || undefined,
  };
}

/** The common fields of an event whose payload names a single commit. */
export function readBase(payload: { project?: ProjectPayload }, ref: string | null | undefined, commit: Commit) {
  return { project: readProject(payload.project), ref: ref ?? "", sha: commit.id, commits: [commit] };
}

/** An event that notifies nobody, with the reason as a sentence. */
export function unsupported(detail: string): UnsupportedEvent {
  return { kind: "unsupported", detail };
}

function firstLine(message: string): string {
  return message.trimStart().split(/[\r\n]/, 1)[0] ?? "";
}
