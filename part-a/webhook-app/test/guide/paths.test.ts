import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { REPOSITORY } from "./document.ts";

const ROOT = fileURLToPath(REPOSITORY);

/** Tracked files, and new ones that are not ignored. */
const FILES = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT })
  .toString()
  .split("\n");

/** Code in backticks that looks like a path, without placeholders such as `src/metrics/X.ts` and `commands/*`. */
function pathsIn(markdown: string): string[] {
  const code = [...markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/`([^`\s]+)`/g)].map(
    ([, text = ""]) => text,
  );
  const paths = code.filter((text) => /^[\w.][\w./-]*$/.test(text) && /\/|\.(ts|md|yaml|json|example)$/.test(text));
  return paths.filter((path) => !/\b(X|PART)\b/.test(path));
}

/** Whether it is a file or a folder, from the root or from any folder: tables name files relative to theirs. */
function exists(path: string): boolean {
  const end = path.replace(/\/$/, "");
  return FILES.some((file) => `/${file}/`.includes(`/${end}/`));
}

test.each(["CONTRIBUTING.md", "part-a/webhook-app/README.md"])("%s names only files and folders that exist", (page) => {
  const paths = pathsIn(readFileSync(join(ROOT, page), "utf8"));
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});
