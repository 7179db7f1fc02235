import type { components } from "../../../src/generated/gitlab.ts";
import type { Answer, Understood } from "./contract.ts";

/** A project's linear history, oldest first, and users. */
export interface StandInHistory {
  commits: components["schemas"]["APIEntitiesCommit"][];
  users: { id: number; username: string; public_email: string | null }[];
  /** The token may not read the repository. */
  denied: boolean;
}

/**
 * As lib/gitlab/git/compare.rb@07cbb41f: the commits after `from` up to `to`, oldest first; and as
 * lib/api/repositories.rb@017a6c12: 404 if either does not exist.
 */
export function answerHistory(
  { operationId, path, query }: Understood,
  { commits, users, denied }: StandInHistory,
): Answer | undefined {
  if (operationId === "getApiV4Users") {
    return { status: 200, body: users.filter(({ username }) => username === query.get("username")) };
  }
  if (!operationId.startsWith("getApiV4ProjectsIdRepositoryCo")) return undefined;
  if (denied) return { status: 403, body: { message: "403 Forbidden" } };
  const positionOf = (sha: string | null | undefined) => commits.findIndex(({ id }) => id === sha);
  if (operationId === "getApiV4ProjectsIdRepositoryCommitsSha") {
    const commit = commits[positionOf(path["sha"])];
    return commit ? { status: 200, body: commit } : { status: 404, body: { message: "404 Commit Not Found" } };
  }
  const [from, to] = [positionOf(query.get("from")), positionOf(query.get("to"))];
  if (from < 0 || to < 0) return { status: 404, body: { message: "404 Ref Not Found" } };
  return { status: 200, body: { commits: commits.slice(from + 1, to + 1), diffs: [], compare_timeout: false } };
}
