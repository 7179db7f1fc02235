/** A commit as messages show it. */
export interface Commit {
  /** Full SHA. */
  id: string;
  /** First line of its message; empty if the payload has none. */
  title: string;
  url: string | undefined;
  author: { name: string | undefined; email: string | undefined };
}

export interface Project {
  id: number | undefined;
  /** `path_with_namespace`. */
  path: string;
  /** URL of its page, from the payload. */
  webUrl: string | undefined;
  defaultBranch: string | undefined;
}

/** A GitLab user: whoever pushed, acted on the merge request, pipeline or note, or takes part in it. */
export interface Actor {
  /** GitLab username; missing in versions before 9 and in release events. */
  username: string | undefined;
  name: string | undefined;
  /** The public address, if there is one: distinguishes a pusher's own commits from those of others. */
  email?: string | undefined;
}

/** The fields of every event that may produce notifications. */
export interface BaseEvent {
  project: Project;
  /**
   * Branch or tag without `refs/heads/` or `refs/tags/`; a merge request's target branch; empty for a note on a commit.
   */
  ref: string;
  /** The commit that messages name: never a tag object; for a deletion, the last commit. */
  sha: string;
  actor: Actor;
  /** Oldest first. */
  commits: Commit[];
}

/** An event that produces no notifications: it names no commit, or reports a change of no interest. */
export interface UnsupportedEvent {
  kind: "unsupported";
  /** Why, as a sentence. */
  detail: string;
}
