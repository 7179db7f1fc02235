/** A commit as messages name it. */
export interface Commit {
  /** Full SHA. */
  id: string;
  /** First line of its message; empty when the payload has none. */
  title: string;
  url: string | undefined;
  author: { name: string | undefined; email: string | undefined };
}

export interface Project {
  id: number | undefined;
  /** `path_with_namespace`. */
  path: string;
  /** Address of its page, as the payload gives it. */
  webUrl: string | undefined;
  defaultBranch: string | undefined;
}

/** Somebody of GitLab: the pusher, whoever acted on the merge request, pipeline or note, or who has a part in it. */
export interface Actor {
  /** GitLab username; versions before 9 and release events do not name it. */
  username: string | undefined;
  name: string | undefined;
  /** The public address, where there is one: tells a pusher's own commits from those of others. */
  email?: string | undefined;
}

/** What every event has that somebody may be notified of. */
export interface BaseEvent {
  project: Project;
  /** Branch or tag without `refs/heads/` or `refs/tags/`; a merge request's target branch; empty for a note on a commit. */
  ref: string;
  /** The commit that messages name: never a tag object, and for a deletion the commit that was there. */
  sha: string;
  actor: Actor;
  /** Oldest first. */
  commits: Commit[];
}

/** An event that produces no notification: it names no commit, or reports a change that nobody is notified of. */
export interface UnsupportedEvent {
  kind: "unsupported";
  /** Why, as a sentence. */
  detail: string;
}
