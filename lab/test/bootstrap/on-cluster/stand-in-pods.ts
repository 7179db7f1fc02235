import type { KubernetesObject, V1Container, V1PodSpec } from "@kubernetes/client-node";

/** Public, small, and has a shell: what takes the place of the images that a test cluster does not have. */
const IDLE_IMAGE = "node:24.21.0-bookworm-slim";

/** What Pods are made of here: nearly nothing, so that all of them fit on one small node. */
const RESOURCES = { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "512Mi" } };

const READY = { httpGet: { path: "/health", port: "http" }, periodSeconds: 1 };

/**
 * Stands in for `gitlab-rails runner`: keeps the line that it is given, and shows it to whoever asks.
 * The Ruby program itself is not run.
 */
const GITLAB_RAILS = `#!/usr/local/bin/node
const { readFileSync, writeFileSync } = require("node:fs");
if (process.argv[2] === "show") process.stdout.write(readFileSync("/tmp/token", "utf8"));
else process.stdin.once("data", (line) => (writeFileSync("/tmp/token", line.toString().trim()), process.exit(0)));
`;

/**
 * Leaves every object as it is but for what its Pods run: the sandbox for Rocket.Chat, the service as built, programs
 * that wait for all else. Secrets, volumes, accounts, security settings and policies are the real ones.
 */
export function withStandInPods(objects: KubernetesObject[]): KubernetesObject[] {
  return [...objects.map(standIn), ...(objects.some(isGitLab) ? [gitlabRails()] : [])];
}

const isGitLab = ({ kind, metadata }: KubernetesObject): boolean =>
  kind === "StatefulSet" && metadata?.name === "gitlab";

function standIn(object: KubernetesObject): KubernetesObject {
  const copy = structuredClone(object) as KubernetesObject & { spec?: { template?: { spec?: V1PodSpec } } };
  const pod = copy.spec?.template?.spec;
  if (pod === undefined) return copy;
  for (const container of pod.containers) change(pod, container);
  return copy;
}

function change(pod: V1PodSpec, container: V1Container): void {
  container.resources = RESOURCES;
  if (["webhook-app", "postgresql", "node-registry"].includes(container.name)) {
    if (container.name === "webhook-app") container.image = "webhook-app:e2e";
    return;
  }
  if (container.name === "rocket-chat") return asSandbox(container);
  asIdle(container);
  if (container.name === "gitlab") addGitLabRails(pod, container);
}

function asSandbox(container: V1Container): void {
  container.image = "webhook-app-sandbox:e2e";
  const renamed: Record<string, string> = {
    ADMIN_USERNAME: "SANDBOX_ADMIN_USERNAME",
    ADMIN_PASS: "SANDBOX_ADMIN_PASSWORD",
  };
  container.env ??= [];
  for (const variable of container.env) variable.name = renamed[variable.name] ?? variable.name;
  // Accounts and tokens outlive a restart of the container.
  container.env.push({ name: "SANDBOX_DATA", value: "/tmp/rocket-chat.jsonl" }, { name: "HOST", value: "0.0.0.0" });
  Object.assign(container, { startupProbe: undefined, livenessProbe: undefined, readinessProbe: READY });
}

function asIdle(container: V1Container): void {
  container.image = IDLE_IMAGE;
  container.command = ["node", "--eval", "process.on('SIGTERM', process.exit); setInterval(() => {}, 1e6)"];
  for (const field of ["args", "startupProbe", "livenessProbe", "readinessProbe", "lifecycle"] as const) {
    delete container[field];
  }
}

function gitlabRails(): KubernetesObject {
  const metadata = { namespace: "gitlab", name: "gitlab-rails" };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "gitlab-rails": GITLAB_RAILS } } as KubernetesObject;
}

function addGitLabRails(pod: V1PodSpec, container: V1Container): void {
  pod.volumes = [...(pod.volumes ?? []), { name: "rails", configMap: { name: "gitlab-rails", defaultMode: 0o755 } }];
  const mount = { name: "rails", mountPath: "/usr/local/sbin/gitlab-rails", subPath: "gitlab-rails", readOnly: true };
  container.volumeMounts = [...(container.volumeMounts ?? []), mount];
}
