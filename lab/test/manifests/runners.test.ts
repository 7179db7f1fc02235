import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";

import { readPipeline, secondsOf } from "../../src/read-pipeline.ts";
import type { Manifest } from "../../src/manifest.ts";
import { idOf } from "./support/manifest.ts";
import { ROOT } from "../../src/repository.ts";
import { manifests } from "./support/repository.ts";

interface Kubernetes {
  namespace: string;
  service_account: string;
  service_account_overwrite_allowed: string;
  namespace_overwrite_allowed: string;
  bearer_token_overwrite_allowed: boolean;
  automount_service_account_token: boolean;
  privileged: boolean;
  pod_security_context: object;
  helper_image?: string;
  helper_image_autoset_arch_and_os?: boolean;
  poll_timeout: number;
}

interface Config {
  runners: { url: string; token: string; executor: string; safe_directory_checkout: boolean; kubernetes: Kubernetes }[];
}

interface Role {
  rules: { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] }[];
}

const find = (id: string): Manifest | undefined => manifests.find((manifest) => idOf(manifest) === id);
const rulesOf = (id: string) => (find(id) as unknown as Role).rules;

function runner(name: string): Config["runners"][number] {
  const { runners } = parse(find(`gitlab-runner/ConfigMap/${name}`)?.data?.["config.toml"] ?? "") as unknown as Config;
  expect(runners).toHaveLength(1);
  return runners[0]!;
}

test.each([
  ["build-runner", "ci-build", "build", false],
  ["deploy-runner", "ci-deploy", "deploy", true],
])("%s: jobs run in %s as %s, unprivileged, and can choose neither", (name, namespace, account, hasToken) => {
  const { kubernetes, token, safe_directory_checkout } = runner(name);
  expect(token).toBe("$RUNNER_TOKEN");
  expect(safe_directory_checkout).toBe(false);
  expect(kubernetes).toMatchObject({
    namespace,
    service_account: account,
    automount_service_account_token: hasToken,
    service_account_overwrite_allowed: "",
    namespace_overwrite_allowed: "",
    bearer_token_overwrite_allowed: false,
    privileged: false,
    pod_security_context: { run_as_non_root: true, run_as_user: 1000 },
  });
  expect(find(`${namespace}/ServiceAccount/${account}`)).toBeDefined();
});

test.each(["build-runner", "deploy-runner"])("%s uses the helper of its own version and architecture", (name) => {
  const { helper_image, helper_image_autoset_arch_and_os } = runner(name).kubernetes;
  expect({ helper_image, helper_image_autoset_arch_and_os }).toEqual({ helper_image_autoset_arch_and_os: true });
  expect(JSON.stringify(manifests)).not.toMatch(/(x86_64|arm64)-v/);
});

test.each(["build-runner", "deploy-runner"])("%s gives up on images before the job times out", (name) => {
  const limits = Object.values(readPipeline().jobs).map((job) => secondsOf(job.timeout));
  expect(runner(name).kubernetes.poll_timeout).toBeLessThan(Math.min(...limits));
});

test("each manager has its own permanent id, in the form that the runner accepts", () => {
  const ids = ["build-runner", "deploy-runner"].map((name) => {
    return find(`gitlab-runner/ConfigMap/${name}`)?.data?.[".runner_system_id"]?.trim() ?? "";
  });
  expect(new Set(ids).size).toBe(2);
  // loadFromFile in commands/internal/configfile/system_id_state.go of gitlab-runner at d79f3e7b.
  for (const id of ids) expect(id).toMatch(/^[sr]_[0-9a-zA-Z]{12}$/);
});

const linter = spawnSync("gitlab-runner", ["--version"]);

test.skipIf(linter.error !== undefined)("gitlab-runner lint accepts both config.toml", () => {
  for (const name of ["build", "deploy"]) {
    const file = join(ROOT, `part-a/k8s-manifests/gitlab-runner/${name}/config.toml`);
    const { status, stderr } = spawnSync("gitlab-runner", ["lint", "--config", file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("is valid") });
  }
});

test("build jobs have no rights: nothing is bound to their account", () => {
  const bindings = manifests.filter(({ kind }) => kind === "RoleBinding");
  const subjects = bindings.flatMap((binding) => (binding as unknown as { subjects: object[] }).subjects);
  expect(subjects).not.toContainEqual(expect.objectContaining({ name: "build", namespace: "ci-build" }));
});

test("deploy jobs may change one Deployment, create its settings and read what it creates", () => {
  const rights = rulesOf("webhook-app/Role/deploy").map(
    ({ resources, resourceNames = ["*"], verbs }) => `${resources.join()} ${resourceNames.join()}: ${verbs.join()}`,
  );
  expect(rights).toEqual([
    "deployments *: get,list,watch",
    "deployments webhook-app: patch",
    "configmaps *: create",
    "replicasets *: get,list,watch",
    "pods *: get,list,watch",
  ]);
  expect(find("webhook-app/Deployment/webhook-app")).toBeDefined();
});

/**
 * What the executor asks of the API server with the features that are on by default, from its own annotations ("kubeAPI:")
 * in executors/kubernetes/*.go of gitlab-runner at d79f3e7b (19.4.0). Left out: what a feature flag or a setting switches on
 * that config.toml does not (print_pod_events, pod_disruption_budget, namespace_per_job, FF_CONCRETE, suspending).
 */
const ASKED: Record<string, string[]> = {
  pods: ["create", "delete", "get", "list", "watch"],
  "pods/attach": ["create", "delete", "get", "patch"],
  "pods/exec": ["create", "delete", "get", "patch"],
  "pods/log": ["get", "list"],
  secrets: ["create", "delete", "get", "update"],
  services: ["create", "get"],
  serviceaccounts: ["get"],
  events: ["list"],
};

test("a manager has the rights that its executor needs, and no more", () => {
  const rights = rulesOf("ci-build/Role/build-runner").flatMap(({ apiGroups, resources, resourceNames, verbs }) => {
    expect({ apiGroups, resourceNames }).toEqual({ apiGroups: [""], resourceNames: undefined });
    return resources.map((resource) => [resource, [...verbs].sort()]);
  });
  expect(Object.fromEntries(rights)).toEqual(ASKED);
  const optional = /feature_flags|FF_|print_pod_events|pod_disruption_budget|namespace_per_job|autoscaler/;
  for (const name of ["build-runner", "deploy-runner"]) expect(JSON.stringify(runner(name))).not.toMatch(optional);
});

test("both managers have the same rights, each in its jobs' namespace", () => {
  expect(rulesOf("ci-build/Role/build-runner")).toEqual(rulesOf("ci-deploy/Role/deploy-runner"));
});
