import { stringify } from "yaml";
import { expect, test } from "vitest";
import { listJobs } from "./support/gitlab-ci-local.ts";
import { createProject } from "./support/project.ts";
import { readPipeline } from "../../src/read-pipeline.ts";

const ZEROS = "0".repeat(40);
const BEFORE = "1".repeat(40);

const always = ["verify-image", "verify"];
const deploys = ["build", "deploy"];

const main = { CI_COMMIT_BRANCH: "main", CI_COMMIT_REF_PROTECTED: "true" };
const release = { CI_COMMIT_BRANCH: "release/1", CI_COMMIT_REF_PROTECTED: "true" };
const feature = { CI_COMMIT_BRANCH: "feature/x", CI_COMMIT_REF_PROTECTED: "false" };
const pushed = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: BEFORE };
const created = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: ZEROS };
const by = (source: string) => ({ CI_PIPELINE_SOURCE: source, CI_COMMIT_BEFORE_SHA: ZEROS });
const tag = (protectedTag: string, name = "nightly") => ({
  CI_COMMIT_TAG: name,
  CI_COMMIT_BRANCH: "",
  CI_COMMIT_REF_PROTECTED: protectedTag,
});

test.each([
  ["a push to the default branch", { ...main, ...pushed }, [...always, ...deploys, "notify", "canary"]],
  ["the default branch's first push", { ...main, ...created }, [...always, ...deploys, "notify", "canary"]],
  ["the first push of a protected branch", { ...release, ...created }, [...always, "build", "notify"]],
  // Only the project's hook reports it: its jobs must not see the signing token.
  ["the first push of another branch", { ...feature, ...created }, [...always, "build"]],
  ["a force-push to another branch", { ...feature, ...pushed }, [...always, "build"]],
  ["a run by hand", { ...main, ...by("web") }, [...always, ...deploys, "canary"]],
  ["a run by the API", { ...main, ...by("api") }, [...always, ...deploys, "canary"]],
  ["a schedule", { ...main, ...by("schedule") }, [...always, "canary"]],
  ["a protected tag", { ...tag("true"), ...created }, [...always, "notify"]],
  ["another tag", { ...tag("false"), ...created }, always],
  ["a version's protected tag", { ...tag("true", "v1.2.3"), ...created }, [...always, "release", "notify"]],
  ["a release candidate's tag", { ...tag("false", "v1.2.3-rc.1"), ...created }, [...always, "release"]],
  ["a tag that is nearly a version's", { ...tag("false", "v1.2"), ...created }, always],
])("%s has these jobs", async (_, variables, jobs) => {
  expect(await listJobs(createProject().directory, variables)).toEqual(jobs);
});

test.each([
  ["push", ["pipeline"]],
  ["schedule", ["pipeline"]],
  ["web", ["pipeline"]],
  ["merge_request_event", []],
])(
  "%s: whether there is a pipeline, so that a merge request has none beside its branch's",
  async (source, expected) => {
    // gitlab-ci-local ignores workflow:rules, but evaluates them as a job's rules.
    const project = createProject();
    project.write("workflow.yml", stringify({ pipeline: { script: ["true"], rules: readPipeline().workflow.rules } }));
    expect(await listJobs(project.directory, { CI_PIPELINE_SOURCE: source }, "workflow.yml")).toEqual(expected);
  },
);
