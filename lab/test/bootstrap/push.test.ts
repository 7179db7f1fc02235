import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bringUp, commit, git, startLab } from "./support/start-lab.ts";

const PUSH = "GitLab: this repository's HEAD is pushed";

test("a new commit is pushed and its pipeline awaited", async () => {
  const started = await startLab();
  await bringUp(started);
  const head = commit(started.repository, "the second");
  const outcomes = await bringUp(started);
  expect(outcomes.get(PUSH)).toBe("changed");
  expect(outcomes.get("GitLab: pipeline of main")).toBe("unchanged");
  expect(await started.gitlab.headOf("refs/heads/main")).toBe(head);
  expect(started.gitlab.state.pipelines[0]?.sha).toBe(head);
});

test("others' later commits stay, and their pipeline is checked", async () => {
  const started = await startLab();
  await bringUp(started);
  const { repository, gitlab } = started;
  const head = git(repository, "rev-parse", "HEAD");
  const theirs = commit(repository, "somebody else's");
  git(repository, "push", "--quiet", gitlab.repository, "HEAD:refs/heads/main");
  git(repository, "reset", "--quiet", "--hard", head);
  gitlab.state.pipelines.unshift({ id: 99, sha: theirs, ref: "main", status: "success", web_url: "http://gitlab" });
  const outcomes = await bringUp(started);
  expect([...outcomes].filter(([, outcome]) => outcome !== "unchanged")).toEqual([]);
  expect(await gitlab.headOf("refs/heads/main")).toBe(theirs);
});

test("git logs in without the token in an argument, a remote or a credential store", async () => {
  const started = await startLab();
  const folder = await mkdtemp(join(tmpdir(), "path-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // Runs before the real git and records what a process list would show.
  const { env } = started.lab.repository;
  const real = `PATH="${env["PATH"] ?? ""}"`;
  await writeFile(join(folder, "git"), `#!/bin/sh\nprintf '%s\\n' "$*" >> "${folder}/log"\n${real} exec git "$@"\n`);
  await chmod(join(folder, "git"), 0o755);
  // A store of the user's, which git would fill after a login that worked.
  await writeFile(join(folder, "config"), `[credential]\n\thelper = store --file=${folder}/store\n`);
  Object.assign(env, { PATH: `${folder}${delimiter}${env["PATH"] ?? ""}`, GIT_CONFIG_GLOBAL: join(folder, "config") });
  await bringUp(started);

  const [token = "none"] = started.gitlab.state.tokens.keys();
  const shown = await readFile(join(folder, "log"), "utf8");
  expect(shown).toContain(`push --quiet ${started.gitlab.url}/root/webhook-app.git HEAD:refs/heads/main`);
  expect(shown).not.toContain(token);
  expect(await readFile(join(started.repository, ".git/config"), "utf8")).not.toContain(token);
  await expect(readFile(join(folder, "store"), "utf8")).rejects.toThrow("ENOENT");
});
