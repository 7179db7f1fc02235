import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REGISTRY_HOST } from "../../src/bootstrap/gitlab/context.ts";
import { gitlabCiLocal, withoutRsync } from "./support/gitlab-ci-local.ts";
import { BUILDCTL, DIGEST, KUBECTL, KUSTOMIZE, RENDERED } from "./support/job-programs.ts";
import { writePrograms } from "./support/programs.ts";
import { createProject } from "./support/project.ts";

const PASSWORD = "the-jobs-own-token";

const VARIABLES = {
  CI_PIPELINE_SOURCE: "push",
  CI_SERVER_PROTOCOL: "http",
  CI_REGISTRY: REGISTRY_HOST,
  CI_REGISTRY_IMAGE: `${REGISTRY_HOST}/platform/api`,
  CI_REGISTRY_USER: "gitlab-ci-token",
  CI_REGISTRY_PASSWORD: PASSWORD,
};

/** Runs build and deploy, one handing the digest to the other, with programs of our own in place of the real ones. */
async function buildAndDeploy() {
  const project = createProject("part-a/webhook-app/k8s-overlays");
  const path = writePrograms(project, { "buildctl-daemonless.sh": BUILDCTL, kustomize: KUSTOMIZE, kubectl: KUBECTL });
  const home = join(project.directory, ".git");
  const ours = { RECORDS: home, RENDERED, READY: "true", REFUSAL: "", HOME: home };
  const sha = project.firstCommit;
  const { code, output } = await gitlabCiLocal(project.directory, {
    args: ["build", "deploy"],
    variables: { ...VARIABLES, ...ours },
    path: [path],
  });
  const record = (name: string) => (existsSync(join(home, name)) ? readFileSync(join(home, name), "utf8") : "");
  return { code, output, sha, record, calls: record("calls").trim().split("\n") };
}

test.skipIf(withoutRsync)(
  "build pushes by commit, with a cache, and no secret is in an argument or a log",
  async () => {
    const { code, output, sha, record } = await buildAndDeploy();
    expect(code).toBe(0);
    const words = record("buildctl").split("\n");
    expect(words).toContain(`type=image,name=${VARIABLES.CI_REGISTRY_IMAGE}:${sha},push=true`);
    expect(words).toContain(`type=registry,ref=${VARIABLES.CI_REGISTRY_IMAGE}:cache`);
    expect(words).toContain("context=part-a/webhook-app");
    expect(words).toContain(`build-arg:REVISION=${sha}`);

    const login = Buffer.from(`gitlab-ci-token:${PASSWORD}`).toString("base64");
    expect(JSON.parse(record(".docker/config.json"))).toEqual({ auths: { [REGISTRY_HOST]: { auth: login } } });
    expect(record(".config/buildkit/buildkitd.toml")).toBe(`[registry."${REGISTRY_HOST}"]\nhttp = true\n`);
    for (const text of [output, record("buildctl"), record("calls")]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(login);
    }
  },
);

test.skipIf(withoutRsync)("deploy sets the digest that build has pushed", async () => {
  const { code, output, calls } = await buildAndDeploy();
  expect(code).toBe(0);
  expect(calls[0]).toBe(`kustomize edit set image webhook-app=${VARIABLES.CI_REGISTRY_IMAGE}@${DIGEST}`);
  expect(output).toContain(`${DIGEST} is deployed`);
});

test.skipIf(withoutRsync)("deploy refuses an image that is not named by its digest", async () => {
  const project = createProject();
  const variables = { ...VARIABLES, APP_IMAGE: "registry.example/api:latest" };
  const { code, output } = await gitlabCiLocal(project.directory, { args: ["deploy"], variables });
  expect(code).toBe(1);
  expect(output).toContain("is not an image with a digest");
});
