import type { Actor, Commit, Project, UnsupportedEvent } from "./event.ts";

interface CommitPayload {
  id: string;
  title?: string | null | undefined;
  message?: string | null | undefined;
  url?: string | null | undefined;
  author?: { name?: string | null | undefined; email?: string | null | undefined } | null | undefined;
}

interface ProjectPayload {
  id?: number | null | undefined;
  name?: string | null | undefined;
  path_with_namespace?: string | null | undefined;
  default_branch?: string | null | undefined;
  web_url?: string | null | undefined;
}

interface PersonPayload {
  name?: string | null | undefined;
  username?: string | null | undefined;
}

/** `title` came with GitLab 12.10; older payloads have the message alone. */
export function readCommit({ id, title, message, url, author }: CommitPayload): Commit {
  return {
    id,
    title: title || firstLine(message ?? ""),
    url: url ?? undefined,
    author: { name: author?.name ?? undefined, email: author?.email || undefined },
  };
}

export function readProject(project: ProjectPayload | null | undefined, projectId?: number | null): Project {
  return {
    id: project?.id ?? projectId ?? undefined,
    path: project?.path_with_namespace || project?.name || "",
    webUrl: project?.web_url || undefined,
    defaultBranch: project?.default_branch || undefined,
  };
}

export function readActor(user: PersonPayload | null | undefined): Actor {
  return { username: user?.username || undefined, name: user?.name || undefined };
}

/** The ref of a push without `refs/heads/` or `refs/tags/`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}

/** All zeros stand for "no commit": 40 of them, 64 in a SHA-256 repository. */
export function isZeroSha(sha: string): boolean {
  return /^(0{40}|0{64})$/.test(sha);
}

/** An event that nobody is told of, and why in a sentence. */
export function untold(detail: string): UnsupportedEvent {
  return { kind: "unsupported", detail };
}

function firstLine(message: string): string {
  return message.trimStart().split(/[\r\n]/, 1)[0] ?? "";
}
