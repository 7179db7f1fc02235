/** A commit as it is told. */
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
}

interface Tellable {
  project: Project;
  /** Branch or tag without `refs/heads/` or `refs/tags/`; a merge request's target branch; empty for a note on a commit. */
  ref: string;
  /** The commit to tell: never a tag object, and for a deletion the commit that was there. */
  sha: string;
  actor: Actor;
  /** In the payload's order. */
  commits: Commit[];
}

/** A branch or tag that was created, updated or deleted. */
export interface PushEvent extends Tellable {
  kind: "push" | "tag_push";
  /** `no_commits`: a push to a branch that was there, and brings none; it was set back, or moved to what is known. */
  change: "created" | "updated" | "deleted" | "no_commits";
  /** Undefined where the payload does not say, as from versions before 16. */
  refProtected: boolean | undefined;
  /** `before` and `after` as GitLab sent them: two hooks that report the same push agree in both. */
  before: string;
  after: string;
  totalCommits: number;
}

export const MERGE_REQUEST_CHANGES = {
  open: "opened",
  reopen: "reopened",
  close: "closed",
  merge: "merged",
  approved: "approved",
  approval: "approved",
  unapproved: "unapproved",
  unapproval: "unapproved",
  update: "pushed to",
} as const;

export interface MergeRequestEvent extends Tellable {
  kind: "merge_request";
  action: keyof typeof MERGE_REQUEST_CHANGES;
  iid: number | undefined;
  title: string;
  url: string | undefined;
  sourceBranch: string;
  /** Undefined where the payload holds its id alone: it names whoever acted, assignees and reviewers only. */
  author: Actor | undefined;
  assignees: Actor[];
  reviewers: Actor[];
  /** As the payload writes it: tells two closings of one merge request apart. */
  updatedAt: string | undefined;
}

/** A pipeline that failed. */
export interface PipelineEvent extends Tellable {
  kind: "pipeline";
  id: number | undefined;
  /** Whether it ran for a tag; `ref` is its name then. */
  isTag: boolean;
  refProtected: boolean | undefined;
  /** Started by another pipeline of the same project, which fails with it. */
  isChildPipeline: boolean;
  /** Names of the jobs that made it fail, so without those that are allowed to. */
  failedJobs: string[];
  url: string | undefined;
  /** As the payload writes it: tells a second failure, after a retry, from the first. */
  finishedAt: string | undefined;
}

/** A comment on a commit or on a merge request. */
export interface NoteEvent extends Tellable {
  kind: "note";
  id: number | undefined;
  action: string;
  url: string | undefined;
  updatedAt: string | undefined;
  /** What was written, as far as it may be shown: the first lines. */
  text: string;
  /** Only members from Reporter on may see it in GitLab. */
  confidential: boolean;
  /** The merge request that it is about; undefined for one on a commit. */
  mergeRequest: { iid: number | undefined; title: string } | undefined;
}

export interface ReleaseEvent extends Tellable {
  kind: "release";
  action: string;
  name: string;
  url: string | undefined;
}

/** What there is nothing to tell of: no commit, or a change that nobody is told about. */
export interface UnsupportedEvent {
  kind: "unsupported";
  /** Why, as a sentence. */
  detail: string;
}

export type TellableEvent = PushEvent | MergeRequestEvent | PipelineEvent | NoteEvent | ReleaseEvent;

export type GitLabEvent = TellableEvent | UnsupportedEvent;
