import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitlabCiLocal, withoutRsync } from "./support/gitlab-ci-local.ts";
import { writePrograms } from "./support/programs.ts";
import { createProject } from "./support/project.ts";

const REGISTRY = "gitlab.gitlab.svc.cluster.local:5050";
const DIGEST = `sha256:${"d".repeat(64)}`;
const PASSWORD = "the-jobs-own-token";

const VARIABLES = {
  CI_PIPELINE_SOURCE: "push",
  CI_SERVER_PROTOCOL: "http",
  CI_REGISTRY: REGISTRY,
  CI_REGISTRY_IMAGE: `${REGISTRY}/platform/api`,
  CI_REGISTRY_USER: "gitlab-ci-token",
  CI_REGISTRY_PASSWORD: PASSWORD,
};

/** Writes down what it was called with, and answers as BuildKit does. */
const BUILDCTL = `
printf '%s\\n' "$@" > "$RECORDS/buildctl"
printf '{\\n  "containerimage.digest": "${DIGEST}"\\n}\\n' > metadata.json`;

/** What `kustomize build` writes, as far as the deploy looks at it. */
const RENDERED = [
  "kind: Namespace\nmetadata:\n  name: webhook-app",
  "data:\n  recipients.yaml: |\n    kind: Deployment\n    ---\n    rules: []\nkind: ConfigMap\nmetadata:\n  name: webhook-app-recipients-abc",
  "kind: ConfigMap\nmetadata:\n  name: postgresql-initdb-abc",
  "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: webhook-app",
].join("\n---\n");

const KUSTOMIZE = `
echo "kustomize $*" >> "$RECORDS/calls"
if [ "$1" = build ]; then printf '%s\\n' "$RENDERED"; fi`;

/** Revision 7 is what runs; READY says whether a new one gets ready, REFUSAL what making a ConfigMap is answered. */
const KUBECTL = `
echo "kubectl $*" >> "$RECORDS/calls"
case "$*" in
  *" get deployment/"*) printf 7 ;;
  *" create "*) cp "\${5}" "$RECORDS/created"; [ -z "$REFUSAL" ] || { echo "$REFUSAL" >&2; exit 1; } ;;
  *" apply "*) cp "\${5}" "$RECORDS/applied" ;;
  *" rollout status "*"15m") [ "$READY" = true ] ;;
esac`;

interface Circumstances {
  ready?: boolean;
  refusal?: string;
  image?: string;
}

/** Runs build and deploy, one handing the digest to the other, with programs of our own in place of the real ones. */
async function buildAndDeploy({ ready = true, refusal = "" }: Circumstances = {}) {
  const project = createProject("part-a/webhook-app/k8s");
  const path = writePrograms(project, { "buildctl-daemonless.sh": BUILDCTL, kustomize: KUSTOMIZE, kubectl: KUBECTL });
  const home = join(project.directory, ".git");
  const ours = { RECORDS: home, RENDERED, READY: String(ready), REFUSAL: refusal, HOME: home };
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
    expect(JSON.parse(record(".docker/config.json"))).toEqual({ auths: { [REGISTRY]: { auth: login } } });
    expect(record(".config/buildkit/buildkitd.toml")).toBe(`[registry."${REGISTRY}"]\nhttp = true\n`);
    for (const text of [output, record("buildctl"), record("calls")]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(login);
    }
  },
);

test.skipIf(withoutRsync)(
  "deploy sets the digest that build has pushed, and applies nothing beside what it may",
  async () => {
    const { code, output, calls, record } = await buildAndDeploy();
    expect(code).toBe(0);
    expect(calls[0]).toBe(`kustomize edit set image webhook-app=${VARIABLES.CI_REGISTRY_IMAGE}@${DIGEST}`);
    expect(record("applied").match(/^kind: .*/gm)).toEqual(["kind: Deployment"]);
    expect(record("created").match(/^ {2}name: .*/gm)).toEqual(["  name: webhook-app-recipients-abc"]);
    expect(record("created")).toContain("    ---\n    rules: []");
    expect(calls.filter((call) => call.includes("undo"))).toEqual([]);
    expect(output).toContain(`${DIGEST} is deployed`);
  },
);

test.skipIf(withoutRsync)(
  "what does not get ready is rolled back to the revision that ran, and the job fails",
  async () => {
    const { code, output, calls } = await buildAndDeploy({ ready: false });
    expect(code).toBe(1);
    expect(calls.filter((call) => call.includes("undo"))).toEqual([
      "kubectl --namespace webhook-app rollout undo deployment/webhook-app --to-revision=7",
    ]);
    expect(output).toContain("back to revision 7");
  },
);

test.skipIf(withoutRsync)("settings that are there already are no failure", async () => {
  const refusal = 'Error from server (AlreadyExists): configmaps "webhook-app-recipients-abc" already exists';
  expect(await buildAndDeploy({ refusal })).toMatchObject({ code: 0 });
});

test.skipIf(withoutRsync)("settings that cannot be made stop the deploy before anything has changed", async () => {
  const refusal = "Error from server (Forbidden): configmaps is forbidden";
  const { code, output, calls } = await buildAndDeploy({ refusal });
  expect(code).toBe(1);
  expect(output).toContain("(Forbidden)");
  expect(calls.filter((call) => call.includes(" apply "))).toEqual([]);
});

test.skipIf(withoutRsync)("deploy refuses an image that is not named by its digest", async () => {
  const project = createProject();
  const variables = { ...VARIABLES, APP_IMAGE: "registry.example/api:latest" };
  const { code, output } = await gitlabCiLocal(project.directory, { args: ["deploy"], variables });
  expect(code).toBe(1);
  expect(output).toContain("not an image by digest");
});
