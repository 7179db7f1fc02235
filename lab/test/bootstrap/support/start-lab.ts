import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSandbox } from "../../../../part-a/webhook-app/sandbox/sandbox.ts";
import { connect } from "../../../src/kubernetes/connect.ts";
import type { Cluster } from "../../../src/kubernetes/cluster.ts";
import { readPlatform } from "../../../src/kubernetes/platform.ts";
import { type Lab, takeAllSteps } from "../../../src/lab.ts";
import { FOLDERS } from "../../../src/repository.ts";
import { createStepper, NotYet, type Outcome } from "../../../src/step.ts";
import { readKustomization } from "../../manifests/support/kustomization.ts";
import type { Manifest } from "../../../src/manifest.ts";
import { startGitLabApi } from "./gitlab-api.ts";
import { runRuby } from "./gitlab-state.ts";
import { startKubernetesApi } from "./kubernetes-api.ts";
import { merged, type Stored } from "./kubernetes-objects.ts";
import { kubeadmCluster } from "./kubeadm-cluster.ts";

/**
 * A cluster, a GitLab and a Rocket.Chat in memory, and a small repository to push; all end with the test.
 *
 * @param options whole: all objects of the manifests, and not only those that the rest of the bootstrap looks at
 */
export async function startLab({ whole = false } = {}) {
  const [kubernetes, gitlab] = [await startKubernetesApi(), await startGitLabApi()];
  for (const object of kubeadmCluster()) kubernetes.put(object);
  const repository = await createRepository();
  const chat = { writes: [] as string[], sandbox: undefined as Sandbox | undefined, url: "" };
  const cluster: Cluster = {
    ...connect(kubernetes.config),
    exec: (_container, command, line) => {
      if (command[0] !== "gitlab-rails") throw new Error(`not known: ${command.join(" ")}`);
      runRuby(gitlab.state, command[2] ?? "", line);
      return Promise.resolve("");
    },
    async reach({ namespace }) {
      const close = () => Promise.resolve();
      if (kubernetes.get(`Service/${namespace}/${namespace}`) === undefined) throw new NotYet(`no ${namespace}`);
      if (namespace === "gitlab") return { url: gitlab.url, close };
      chat.sandbox ??= await startChat();
      return { url: chat.url, close };
    },
  };

  gitlab.state.deploy = (sha) => {
    const deployment = kubernetes.get("Deployment/webhook-app/webhook-app");
    if (deployment === undefined) throw new Error("the deploy job may change the Deployment, not make it");
    const containers = [{ name: "webhook-app", image: `registry/webhook-app@sha256:${sha}` }];
    kubernetes.put(merged(deployment, { spec: { template: { spec: { containers } } } }) as Stored);
  };

  /** Rocket.Chat makes its administrator from the Secret at its first start. */
  async function startChat(): Promise<Sandbox> {
    const { username = "", password = "" } = kubernetes.secret("rocket-chat", "rocket-chat-admin") ?? {};
    const sandbox = createSandbox({ admin: { username, password }, hooks: { onRequest: note } });
    chat.url = (await sandbox.listen()).url;
    onTestFinished(() => sandbox.close());
    return sandbox;
  }
  function note({ operation }: { operation: string }): void {
    if (!["me", "users.info"].includes(operation)) chat.writes.push(operation);
  }

  const lab: Lab = {
    cluster,
    readPlatform,
    render: (folder) => Promise.resolve(objectsOf(folder).filter(({ kind }) => whole || LOOKED_AT.has(kind))),
    folders: FOLDERS,
    isBuilt: (image) => image.includes("@sha256:"),
    repository: { path: repository, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } },
    recipientsFile: `${FOLDERS.service}/recipients.yaml`,
    patience: { start: PATIENCE, pipeline: PATIENCE },
  };
  onTestFinished(async () => {
    await Promise.all([kubernetes.close(), gitlab.close()]);
    await rm(repository, { recursive: true });
  });
  return { lab, kubernetes, gitlab, chat, repository };
}

type Sandbox = ReturnType<typeof createSandbox>;
export type StartedLab = Awaited<ReturnType<typeof startLab>>;

/** Nothing here takes time: what is not there at once will not come. */
const PATIENCE = { say: () => undefined, seconds: 0, everyMs: 1 };

/** A quarter of them, which makes a quarter of the requests. */
const LOOKED_AT = new Set([
  "Namespace",
  "Service",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "CronJob",
  "PodDisruptionBudget",
]);

const rendered = new Map<string, Omit<Manifest, "file">[]>();

/** What kubectl would render, without a kubectl. */
function objectsOf(folder: string): Omit<Manifest, "file">[] {
  const known = rendered.get(folder);
  if (known !== undefined) return known;
  const objects = readKustomization(folder, folder).manifests.map(({ file: _file, ...object }) => object);
  rendered.set(folder, objects);
  return objects;
}

async function createRepository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "repository-"));
  await writeFile(join(folder, "file"), "content\n");
  git(folder, "init", "--quiet", "--initial-branch=work");
  commit(folder, "the first");
  return folder;
}

export function git(folder: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" }).trim();
}

export function commit(folder: string, message: string): string {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(folder, "rev-parse", "HEAD");
}

/** Runs the whole bootstrap, and gives what it said of each step. */
export async function bringUp({ lab }: Pick<StartedLab, "lab">, dryRun = false): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  await takeAllSteps(createStepper({ dryRun, report: (name, outcome) => void outcomes.set(name, outcome) }), lab);
  return outcomes;
}
