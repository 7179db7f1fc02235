import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../src/repository.ts";

interface Renovate {
  packageRules: { matchPackageNames: string[] }[];
  customManagers: { managerFilePatterns: string[]; matchStrings: string[] }[];
}

const renovate = JSON.parse(readFileSync(join(ROOT, "renovate.json"), "utf8")) as Renovate;
const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

test("every rule is about something that is there", () => {
  const places = files.filter((file) => /(Dockerfile|package\.json|\.ya?ml)$/.test(file) && !file.includes("fixtures"));
  const text = places.map(read).join("\n");
  const names = renovate.packageRules.flatMap(({ matchPackageNames }) => matchPackageNames);
  expect(names.filter((name) => !text.includes(`${name}:`) && !text.includes(`"${name}"`))).toEqual([]);
});

test("the images in config.toml are found, with their digest where they have one", () => {
  const { managerFilePatterns, matchStrings } = renovate.customManagers[0]!;
  const pattern = new RegExp(managerFilePatterns[0]!.slice(1, -1));
  const found = files.filter((file) => pattern.test(file)).map((file) => new RegExp(matchStrings[0]!).exec(read(file)));
  expect(found.map((match) => match?.groups?.["depName"])).toEqual(["node", "alpine/k8s"]);
  const pinned = new RegExp(matchStrings[0]!).exec(`\nimage = "node:24.1.0@sha256:${"a".repeat(64)}"`);
  expect(pinned?.groups).toMatchObject({ currentValue: "24.1.0", currentDigest: `sha256:${"a".repeat(64)}` });
});
