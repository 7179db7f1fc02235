import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitlabCiLocal } from "./support/gitlab-ci-local.ts";
import { createProject } from "./support/project.ts";

test("GitLab's schema of .gitlab-ci.yml accepts ours, and finds mistakes", async () => {
  const project = createProject();
  const list = () => gitlabCiLocal(project.directory, { args: ["--list"], variables: {} });
  expect(await list()).toMatchObject({ code: 0, output: expect.stringContaining("json schema validated") });

  const ours = readFileSync(join(project.directory, ".gitlab-ci.yml"), "utf8");
  project.write(".gitlab-ci.yml", ours.replace("resource_group:", "resource_groups:"));
  expect(await list()).toMatchObject({ code: 1, output: expect.stringContaining("'resource_groups' property") });
});
