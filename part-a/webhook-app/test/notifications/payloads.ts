/** Bodies of webhooks as GitLab sends them, as far as decisions go; what a test says of one stands in place of the rest. */

const ZERO = "0".repeat(40);
const A = "a".repeat(40);
const B = "b".repeat(40);

const HOST = "https://gitlab.example.com";

function projectAt(path: string, defaultBranch = "main") {
  return {
    id: 1,
    name: path.split("/").at(-1),
    path_with_namespace: path,
    web_url: `${HOST}/${path}`,
    default_branch: defaultBranch,
  };
}

const commitBy = (email: string, name = email.split("@")[0]) => ({
  id: B,
  title: "Mend the door",
  author: { name, email },
});

interface Push {
  project: string;
  ref?: string;
  by?: string;
  authors?: string[];
  total?: number;
  change?: "created" | "updated" | "deleted" | "no_commits";
  protected?: boolean;
  defaultBranch?: string;
}

export function push({ project, ref = "main", by = "root", authors = [], change = "updated", ...rest }: Push) {
  return {
    object_kind: "push",
    ref: `refs/heads/${ref}`,
    ...(rest.protected !== undefined && { ref_protected: rest.protected }),
    before: change === "created" ? ZERO : A,
    after: change === "deleted" ? ZERO : B,
    user_name: by,
    user_username: by,
    project_id: 1,
    project: projectAt(project, rest.defaultBranch),
    commits: authors.map((email) => commitBy(email)),
    total_commits_count: rest.total ?? authors.length,
  };
}

export function tag({ change = "created", ...fields }: Push) {
  const { ref = "v1.0.0", ...rest } = fields;
  const body = push({ ...rest, ref, change });
  return { ...body, object_kind: "tag_push", ref: `refs/tags/${ref}`, checkout_sha: B };
}

interface MergeRequest {
  project: string;
  action?: string;
  by: string;
  author?: string;
  assignees?: string[];
  reviewers?: string[];
  target?: string;
  lastAuthor?: string;
}

/** Ids stand for usernames by their letters, so that the author is found by id. */
const idOf = (username: string) =>
  Array.from(username).reduce((id, letter) => id * 31 + (letter.codePointAt(0) ?? 0), 7) % 1_000_003;
const user = (username: string) => ({ id: idOf(username), name: username, username });

export function mergeRequest({ project, action = "open", by, author = by, target = "main", ...rest }: MergeRequest) {
  return {
    object_kind: "merge_request",
    user: user(by),
    project: projectAt(project),
    assignees: (rest.assignees ?? []).map(user),
    reviewers: (rest.reviewers ?? []).map(user),
    object_attributes: {
      iid: 7,
      action,
      ...(action === "update" && { oldrev: A }),
      author_id: idOf(author),
      title: "Mend the door",
      source_branch: "door",
      target_branch: target,
      last_commit: commitBy(rest.lastAuthor ?? "nobody@elsewhere.example"),
    },
  };
}

interface Pipeline {
  project: string;
  ref?: string;
  by: string;
  status?: string;
  source?: string;
  tag?: boolean;
  protected?: boolean;
  author?: string;
}

export function pipeline({ project, ref = "main", by, status = "failed", source = "push", ...rest }: Pipeline) {
  return {
    object_kind: "pipeline",
    user: user(by),
    project: projectAt(project),
    object_attributes: {
      id: 31,
      ref,
      tag: rest.tag ?? false,
      protected_ref: rest.protected ?? false,
      sha: B,
      status,
      source,
    },
    commit: commitBy(rest.author ?? "nobody@elsewhere.example"),
  };
}

interface Note {
  project: string;
  by: string;
  author?: string;
  onMergeRequest?: boolean;
  confidential?: boolean;
}

export function note({ project, by, author = "nobody@elsewhere.example", ...rest }: Note) {
  const commit = commitBy(author);
  return {
    object_kind: "note",
    event_type: rest.confidential ? "confidential_note" : "note",
    user: user(by),
    project: projectAt(project),
    object_attributes: { id: 5, action: "create", note: "Why?", internal: rest.confidential ?? false },
    ...(rest.onMergeRequest
      ? { merge_request: { iid: 7, title: "Mend the door", target_branch: "main", last_commit: commit } }
      : { commit }),
  };
}

export function release({
  project,
  tag = "v1.0.0",
  author = "nobody@elsewhere.example",
}: {
  project: string;
  tag?: string;
  author?: string;
}) {
  return {
    object_kind: "release",
    action: "create",
    name: tag,
    tag,
    project: projectAt(project),
    commit: commitBy(author),
  };
}
