import type { NotifySettings } from "./settings.ts";
import type { Git } from "./git.ts";

/** As many as GitLab's hook lists: the newest 20 (lib/gitlab/data_builder/push.rb). */
const MOST_COMMITS = 20;

/** A commit as the hook describes it. */
export interface PushedCommit {
  id: string;
  message: string;
  title: string;
  timestamp: string;
  url: string;
  author: { name: string; email: string };
}

/**
 * The commits of the push by GitLab's own rule (app/services/git/branch_hooks_service.rb, tag_hooks_service.rb): those
 * that `before` does not reach; for a new branch, those that the default branch does not reach; for a tag, its one
 * commit.
 *
 * @returns the newest 20, oldest first, and how many there are
 */
export async function pushedCommits(
  settings: NotifySettings,
  git: Git,
): Promise<{ commits: PushedCommit[]; total: number }> {
  const range = await rangeOf(settings, git);
  const total = (await git("rev-list", "--count", ...range, "--")) ?? "0";
  const log = await git(
    "log",
    `--max-count=${MOST_COMMITS}`,
    "--reverse",
    "-z",
    "--format=tformat:%H%x00%an%x00%ae%x00%cI%x00%B",
    ...range,
    "--",
  );
  return { commits: readLog(log ?? "", settings.project.url), total: Number(total) };
}

/** The arguments for `git log`. */
async function rangeOf({ sha, beforeSha, tag, branch, project }: NotifySettings, git: Git): Promise<string[]> {
  const headAlone = ["--no-walk", sha];
  if (tag !== undefined) return headAlone;
  const exists = async (name: string) =>
    (await git("rev-parse", "--quiet", "--verify", `${name}^{commit}`)) !== undefined;
  if (/^0+$/.test(beforeSha)) {
    if (branch === project.defaultBranch) return [sha];
    const defaultBranch = `refs/remotes/origin/${project.defaultBranch}`;
    return (await exists(defaultBranch)) ? [sha, `^${defaultBranch}`] : headAlone;
  }
  // After a force-push no branch reaches `before`, so the clone lacks it; GitLab still serves it.
  const known = (await exists(beforeSha)) || (await git("fetch", "--quiet", "origin", beforeSha)) !== undefined;
  return known ? [sha, `^${beforeSha}`] : headAlone;
}

function readLog(log: string, projectUrl: string): PushedCommit[] {
  // Each commit has five fields, and no field can contain a NUL.
  const fields = log.split("\0");
  return Array.from({ length: Math.floor(fields.length / 5) }, (_, index) => {
    const [id = "", name = "", email = "", timestamp = "", message = ""] = fields.slice(index * 5, index * 5 + 5);
    const title = message.trimStart().split("\n", 1)[0] ?? "";
    return { id, message, title, timestamp, url: `${projectUrl}/-/commit/${id}`, author: { name, email } };
  });
}
