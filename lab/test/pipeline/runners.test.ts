import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SCOPE } from "../../src/bootstrap/gitlab/variables.ts";
import { createLab } from "../../src/create-lab.ts";
import type { Cluster } from "../../src/kubernetes/cluster.ts";
import { imageOf, readPipeline, secondsOf } from "../../src/read-pipeline.ts";
import { ROOT } from "../../src/repository.ts";

const pipeline = readPipeline();
const jobs = Object.entries(pipeline.jobs);
const onDeployRunner = jobs.filter(([, { tags }]) => tags.includes("deploy"));

test("each job selects one of the two runners; jobs that deploy or sign use the protected one", () => {
  const runners = jobs.map(([name, { tags }]) => [name, tags.join()]);
  expect(Object.fromEntries(runners)).toEqual({
    "verify-image": "build",
    verify: "build",
    build: "build",
    release: "build",
    deploy: "deploy",
    notify: "deploy",
    canary: "deploy",
  });
});

test("no image from the project's own registry, to which any branch can push, runs on the protected runner", () => {
  expect(onDeployRunner.map(([, job]) => imageOf(job)).filter((image) => image.includes("$"))).toEqual([]);
});

test("only jobs of the protected runner that send messages get the tokens", () => {
  const scoped = jobs.filter(([, { environment }]) => environment?.name === SCOPE);
  expect(scoped.map(([name, { tags, environment }]) => [name, tags.join(), environment?.action])).toEqual([
    ["notify", "deploy", "access"],
    ["canary", "deploy", "access"],
  ]);
});

test("every image has an exact version", () => {
  const named = jobs.map(([, job]) => imageOf(job)).filter((image) => !image.startsWith("$"));
  expect(named.filter((image) => !/:v?\d+\.\d+\.\d+(-[a-z0-9-]+)?(@sha256:[0-9a-f]{64})?$/.test(image))).toEqual([]);
});

test("the tag of verify's image is the hash of its sources, so that a change makes a new one", () => {
  const hash = createHash("sha256");
  for (const file of ["Dockerfile", "install"]) hash.update(readFileSync(join(ROOT, ".ci/verify", file)));
  expect(pipeline.variables["VERIFY_IMAGE"]).toBe(`$CI_REGISTRY_IMAGE/verify:${hash.digest("hex").slice(0, 12)}`);
});

test("an older push's pipeline keeps running after a newer push, and deploys happen one at a time", () => {
  expect(pipeline.workflow.auto_cancel).toEqual({ on_new_commit: "none" });
  expect(pipeline.jobs["deploy"]).toMatchObject({ resource_group: "production", environment: { name: "production" } });
  expect(pipeline.jobs["notify"]?.variables?.["GIT_DEPTH"]).toBe("0");
});

test("lab/up waits longer than all jobs together may take; all tests have more than an hour", () => {
  const { patience } = createLab({} as Cluster, () => undefined);
  const limits = jobs.map(([, { timeout }]) => secondsOf(timeout));
  expect(patience.pipeline.seconds).toBeGreaterThan(limits.reduce((sum, limit) => sum + limit));
  expect(secondsOf(pipeline.jobs["verify"]!.timeout)).toBeGreaterThan(3600);
});
