import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../src/repository.ts";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => existsSync(join(ROOT, file)));
const isScript = (file: string) =>
  file.endsWith(".sh") || /^#!\/(usr\/)?bin\/(env )?(ba)?sh\b/.test(readFileSync(join(ROOT, file), "utf8"));

/** Debian has both, and `.ci/verify/install` installs them. */
const lacks = (program: string) => spawnSync(program, ["--version"]).error !== undefined && !process.env["CI"];

/** What a program prints that is not content with what it is given. */
function findings(program: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  if (error !== undefined) throw error;
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test.skipIf(lacks("shellcheck"))("shellcheck finds nothing in any script", () => {
  const scripts = files.filter(isScript);
  expect(scripts).toEqual(expect.arrayContaining([".ci/deploy", "lab/up"]));
  expect(findings("shellcheck", scripts)).toBe("");
});

// 3 s of CPU, which are a minute on a machine that has other things to do.
test.skipIf(lacks("yamllint"))("yamllint finds nothing in any document", { timeout: 5 * 60_000 }, () => {
  const documents = files.filter((file) => /\.ya?ml$/.test(file));
  expect(findings("yamllint", ["--strict", "--config-file", ".yamllint.yaml", ...documents])).toBe("");
});
