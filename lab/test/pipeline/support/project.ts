import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ROOT } from "../../../src/repository.ts";

const PIPELINE = [".gitlab-ci.yml", ".ci"];

const IDENTITY = ["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com"];

/**
 * A repository with one commit, on the branch main: the pipeline and these paths of ours, as they are in the working
 * tree. Gone when the test has finished.
 */
export function createProject(...paths: string[]) {
  const directory = mkdtempSync(join(tmpdir(), "pipeline-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const git = (...args: string[]) => execFileSync("git", [...IDENTITY, ...args], { cwd: directory, encoding: "utf8" });
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...PIPELINE, ...paths];
  const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8" }).split("\0");
  for (const file of files) {
    // Deleted and not yet committed files are listed too.
    if (file !== "" && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(directory, file));
  }
  git("init", "--quiet", "--initial-branch=main");
  // The project's path and address follow from it.
  git("remote", "add", "origin", "https://gitlab.example.com/platform/api.git");
  const commit = (title: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", `--message=${title}`);
    return git("rev-parse", "HEAD").trim();
  };
  return {
    directory,
    commit,
    firstCommit: commit("Start"),
    git,
    write: (file: string, text: string) => writeFileSync(join(directory, file), text),
  };
}

export type Project = ReturnType<typeof createProject>;
