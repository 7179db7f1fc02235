import { existsSync, globSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { blocks, PAGES, read, ROOT, section } from "./document.ts";

/** Where a page's paths begin: at the page, the repository, or the service, whose folder most pages speak of. */
const foldersOf = (page: string) => [dirname(page), ".", "part-a/webhook-app"];

const SOURCES = new Set(
  globSync("{lab,part-a,part-b}/**/*.{ts,js,mjs}", { cwd: ROOT, exclude: (path) => path.includes("node_modules") }).map(
    (path) => basename(path),
  ),
);

/** Files that readers make themselves. */
const ELSEWHERE = new Set(["config/recipients.yaml", "k8s-overlays/ours"]);

/** Whether it is there; `X` and `PART` stand for any name. */
function isThere(page: string, path: string): boolean {
  if (!path.includes("/") && SOURCES.has(path)) return true;
  const pattern = path.replace(/\/$/, "").replaceAll(/\bX\b|\bPART\b/g, "*");
  return foldersOf(page).some((folder) => globSync(join(folder, pattern), { cwd: ROOT }).length > 0);
}

/** Paths in backticks that begin with a folder of ours, and names of sources. */
function namedPaths(text: string): string[] {
  const folders = new Set([...readdirSync(ROOT), ...readdirSync(join(ROOT, "part-a/webhook-app"))]);
  return [...text.matchAll(/`([\w./*-]+)`/g)]
    .map(([, path = ""]) => path)
    .filter(
      (path) => (path.includes("/") && folders.has(path.split("/", 1)[0] ?? "")) || /^[\w-]+(\.test)?\.ts$/.test(path),
    )
    .filter((path) => !ELSEWHERE.has(path));
}

test.each(PAGES)("%s names only files and folders that exist", (page) => {
  const paths = namedPaths(read(page));
  expect(paths.filter((path) => !isThere(page, path))).toEqual([]);
});

test("the README's map shows only files and folders that exist", () => {
  const [map = ""] = blocks(section(read("README.md"), "## The repository"), "");
  const paths = map.split("\n").flatMap((line) => {
    const folder = line.startsWith("  ") ? "part-a/webhook-app" : ".";
    return line
      .trim()
      .split(/ {2,}/)
      .filter((name) => !name.includes(" ") && name !== "")
      .map((name) => join(folder, name));
  });
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
