import { createHash } from "node:crypto";

/** A test's webhook: GitLab's body, and the SHA by which its message is found. */
export interface Push {
  sha: string;
  /** Its `Idempotency-Key`. */
  key: string;
  body: string;
}

/** Every push's message contains this, and no log line may. */
export const PRIVATE_TITLE = "A title that no log line may hold";

/** The `number`-th push to a branch: each has its own SHA, after the previous one's. */
export function gitlabPush(number: number, { commits = 1, padding = "", branch = "main" } = {}): Push {
  const sha = shaOf(number);
  const payload = {
    object_kind: "push",
    ref: `refs/heads/${branch}`,
    before: shaOf(number - 1),
    after: sha,
    checkout_sha: sha,
    user_name: "Jane Doe",
    user_username: "j.doe",
    project_id: 15,
    project: { id: 15, path_with_namespace: "platform/api", web_url: "https://gitlab.example.com/platform/api" },
    commits: Array.from({ length: commits }, (_, index) => commit(number, index, padding)),
    total_commits_count: commits,
  };
  return { sha, key: `delivery-${number}`, body: JSON.stringify(payload) };
}

/** Consecutive pushes, from `first` on. */
export function gitlabPushes(count: number, first = 1, branch = "main"): Push[] {
  return Array.from({ length: count }, (_, index) => gitlabPush(first + index, { branch }));
}

function commit(number: number, index: number, padding: string) {
  return {
    id: index === 0 ? shaOf(number) : shaOf(number * 1000 + index),
    title: `${PRIVATE_TITLE} ${number}.${index}${padding}`,
    url: `https://gitlab.example.com/platform/api/-/commit/${number}`,
    author: { name: "Jane Doe", email: "jane@example.com" },
  };
}

function shaOf(number: number): string {
  return createHash("sha1").update(`commit ${number}`).digest("hex");
}
