import { readSecret } from "../../kubernetes/secret.ts";
import type { Step } from "../../step.ts";
import { BRANCH, type GitLabContext } from "./context.ts";
import { createGit, type Git } from "./git.ts";
import { PROJECT_PATH } from "./project-path.ts";

/** The repository that is pushed: its HEAD becomes the branch that is deployed. */
export interface Repository {
  path: string;
  /** git's environment. */
  env: NodeJS.ProcessEnv;
}

/** Pushes this repository. Never forces, so that others' commits are kept. */
export function push(context: GitLabContext, repository: Repository): Step {
  const remote = `${context.url}/${PROJECT_PATH}.git`;
  const look = async () => {
    context.projectId.get();
    const { token = "" } = (await readSecret(context.cluster, "gitlab", "gitlab-admin-token")) ?? {};
    return createGit(repository.path, token, repository.env);
  };
  return {
    name: "GitLab: this repository's HEAD is pushed",
    async check() {
      const git = await look();
      const [head, theirs] = [await git("rev-parse", "HEAD"), await branchHead(git, remote)];
      if (theirs === undefined) return `${head.slice(0, 12)} to ${BRANCH}`;
      context.head.set(theirs);
      if (theirs === head) return undefined;
      // Fetches only the objects, for the comparison.
      await git("fetch", "--quiet", "--no-write-fetch-head", remote, BRANCH);
      if (await isAncestor(git, head, theirs)) return undefined;
      if (await isAncestor(git, theirs, head)) return `${theirs.slice(0, 12)}..${head.slice(0, 12)} to ${BRANCH}`;
      throw new Error(
        `GitLab's ${BRANCH} (${theirs.slice(0, 12)}) and HEAD (${head.slice(0, 12)}) have diverged. ` +
          `GitLab's commits have been fetched: git rebase ${theirs.slice(0, 12)}, then lab/up again`,
      );
    },
    async change() {
      const git = createGit(repository.path, await context.writer.token(), repository.env);
      if ((await git("rev-parse", "--is-shallow-repository")) === "true") {
        throw new Error("this is a shallow clone, which cannot be pushed to GitLab: git fetch --unshallow first");
      }
      await git("push", "--quiet", remote, `HEAD:refs/heads/${BRANCH}`);
    },
  };
}

/** The commit of GitLab's branch; undefined if there is no such branch. */
async function branchHead(git: Git, remote: string): Promise<string | undefined> {
  const [sha] = (await git("ls-remote", remote, `refs/heads/${BRANCH}`)).split("\t");
  return sha === "" ? undefined : sha;
}

async function isAncestor(git: Git, older: string, newer: string): Promise<boolean> {
  return (await git("merge-base", older, newer).catch(() => "")) === older;
}
