import type { Commit } from "../../src/gitlab/event-parts.ts";
import type { PushEvent } from "../../src/gitlab/kinds/push.ts";

export const SHA_1 = "1".repeat(40);
export const SHA_2 = "2".repeat(40);

export function commit(fields: Partial<Commit> = {}): Commit {
  return {
    id: SHA_2,
    title: "Fix the door",
    url: `https://gitlab.example.com/platform/api/-/commit/${SHA_2}`,
    author: { name: "Jane Doe", email: "jane@example.com" },
    ...fields,
  };
}

/** A push of one commit by Jane to main of platform/api. */
export function pushEvent(fields: Partial<PushEvent> = {}): PushEvent {
  return {
    kind: "push",
    change: "updated",
    refProtected: undefined,
    ref: "main",
    before: SHA_1,
    after: SHA_2,
    sha: SHA_2,
    project: { id: 15, path: "platform/api", webUrl: "https://gitlab.example.com/platform/api", defaultBranch: "main" },
    actor: { username: "j.doe", name: "Jane Doe" },
    commits: [commit()],
    totalCommits: 1,
    ...fields,
  };
}
