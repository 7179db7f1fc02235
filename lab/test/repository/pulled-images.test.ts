import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { imagesOf } from "../../e2e/images-there.ts";
import { imageOf, readPipeline } from "../../src/read-pipeline.ts";
import { ROOT } from "../../src/repository.ts";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

test("part-a's README lists every image that its manifests, its jobs and its builds pull", () => {
  const listed = execFileSync("git", ["ls-files", "part-a/**.yaml"], { cwd: ROOT, encoding: "utf8" })
    .trim()
    .split("\n");
  const manifests = listed.filter((file) => !file.includes("/test/")).flatMap((file) => imagesOf(read(file)));
  const jobs = Object.values(readPipeline().jobs);
  const scanners = jobs.flatMap((job) => /generator=(\S+)/.exec(JSON.stringify(job.variables ?? ""))?.[1] ?? []);
  const bases = [...read("part-a/webhook-app/Dockerfile").matchAll(/^FROM (?:--\S+ )?(\S+:\S+)/gm)].map(
    ([, name]) => name,
  );
  const pulled = [...manifests, ...jobs.map(imageOf), ...scanners, ...bases].map((image = "") => image.split(":")[0]);
  const ours = new Set(["webhook-app", "webhook-app-sandbox", "$VERIFY_IMAGE"]);
  const [, table = ""] = /^\*\*What is pulled\*\*(.*?)^## /ms.exec(read("part-a/README.md")) ?? [];
  const names = [...new Set(pulled)].filter((name = "") => !ours.has(name));
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});
