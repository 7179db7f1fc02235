import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../src/repository.ts";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Where images are named; tests and recorded runs may name others. */
const FILES = ["*Dockerfile", "*.yml", "*.yaml", "*.toml", "lab/**/stand-in-pods.ts"];

const files = execFileSync("git", ["ls-files", "--", ...FILES], { cwd: ROOT, encoding: "utf8" })
  .trim()
  .split("\n");
const images = files.flatMap((file) =>
  [...read(file).matchAll(/\bnode:(\d+\.\d+\.\d+)-bookworm/g)].map(([, version = ""]) => ({ file, version })),
);

test("all images have the same Node.js", () => {
  expect(images.length).toBeGreaterThan(5);
  const others = images.filter(({ version }) => version !== images[0]!.version);
  expect(others).toEqual([]);
});

test.each(["part-a/webhook-app", "lab"])(
  "%s: the image's Node.js is the package's or newer, of the same line",
  (folder) => {
    const { devDependencies } = JSON.parse(read(`${folder}/package.json`)) as { devDependencies: { node: string } };
    const [image, npm] = [images[0]!.version, devDependencies.node].map((version) => version.split(".").map(Number));
    // The npm package may be days behind, as with the security releases of October 2026.
    expect(image![0]).toBe(npm![0]);
    expect(image![1]! * 1000 + image![2]!).toBeGreaterThanOrEqual(npm![1]! * 1000 + npm![2]!);
  },
);
