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

test("every rule applies to something that exists", () => {
  const places = files.filter((file) => /(Dockerfile|package\.json|\.ya?ml)$/.test(file) && !file.includes("fixtures"));
  const text = places.map(read).join("\n");
  const names = renovate.packageRules.flatMap(({ matchPackageNames }) => matchPackageNames);
  expect(names.filter((name) => !text.includes(`${name}:`) && !text.includes(`"${name}"`))).toEqual([]);
});

/** What a custom manager finds in our files. */
function found({ managerFilePatterns, matchStrings }: Renovate["customManagers"][number]) {
  const pattern = new RegExp(managerFilePatterns[0]!.slice(1, -1));
  return files
    .filter((file) => pattern.test(file))
    .map((file) => new RegExp(matchStrings[0]!).exec(read(file))?.groups);
}

test("finds the images in config.toml and the generator of SBOMs, with their digests if they have one", () => {
  const [configs, generator] = renovate.customManagers;
  expect(found(configs!).map((groups) => groups?.["depName"])).toEqual(["node", "alpine/k8s"]);
  expect(found(generator!)).toMatchObject([
    { depName: "docker/buildkit-syft-scanner", currentValue: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
  ]);
  const digest = `sha256:${"a".repeat(64)}`;
  const pinned = [`\nimage = "node:24.1.0@${digest}"`, `generator=a/b:1.0.0@${digest}`].map((text, index) => {
    return new RegExp(renovate.customManagers[index]!.matchStrings[0]!).exec(text)?.groups;
  });
  expect(pinned).toMatchObject([
    { currentValue: "24.1.0", currentDigest: digest },
    { currentValue: "1.0.0", currentDigest: digest },
  ]);
});
