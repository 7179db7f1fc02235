import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../../src/repository.ts";

const MOST = 64 * 1024 * 1024;
const run = (program: string, args: string[]) =>
  execFileSync(program, args, { cwd: ROOT, encoding: "utf8", maxBuffer: MOST }).trim().split("\n");

test("make archive puts every tracked file into one archive, below one folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "archive-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const archive = join(folder, "all.tar.gz");
  run("make", ["--silent", "archive", `ARCHIVE=${archive}`]);
  const packed = run("tar", ["-tzf", archive]).filter((name) => !name.endsWith("/"));
  const tracked = run("git", ["ls-tree", "-r", "--name-only", "HEAD"]);
  expect(packed.sort()).toEqual(tracked.map((name) => `webhook-app/${name}`).sort());
});
