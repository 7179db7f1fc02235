import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/temporary-directory.ts";

/** Keeps out the machine's and the user's git configuration. */
const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Jane Doe",
  GIT_AUTHOR_EMAIL: "jane@example.com",
  GIT_COMMITTER_NAME: "Jane Doe",
  GIT_COMMITTER_EMAIL: "jane@example.com",
};

/** A developer's repository and the server's, in which pushes are made, and what a runner clones of it. */
export function createRepository() {
  const directory = temporaryDirectory();
  const [work, origin] = [join(directory, "work"), join(directory, "origin.git")];
  const run = (cwd: string, ...args: string[]) =>
    execFileSync("git", args, { cwd, env: ENVIRONMENT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  for (const path of [work, origin]) mkdirSync(path);
  run(work, "init", "--quiet", "--initial-branch=main");
  run(origin, "init", "--quiet", "--bare", "--initial-branch=main");
  // Like GitLab's (gitaly), it also serves a SHA that no ref reaches.
  run(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
  run(work, "remote", "add", "origin", origin);
  let clones = 0;
  return {
    git: (...args: string[]) => run(work, ...args),
    /** Makes a commit for each title; the SHA of the last one. */
    commit(...titles: string[]): string {
      for (const title of titles) run(work, "commit", "--quiet", "--allow-empty", `--message=${title}`);
      return run(work, "rev-parse", "HEAD");
    },
    push: (...args: string[]) => run(work, "push", "--quiet", "--force", "origin", ...args),
    /** As a runner checks out a job with GIT_DEPTH 0: all branches as remote branches, all tags, a detached commit. */
    clone(sha: string): string {
      const path = join(directory, `clone-${(clones += 1)}`);
      run(directory, "init", "--quiet", path);
      run(path, "remote", "add", "origin", origin);
      run(path, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*");
      run(path, "checkout", "--quiet", "--detach", sha);
      return path;
    },
  };
}

export type Repository = ReturnType<typeof createRepository>;
