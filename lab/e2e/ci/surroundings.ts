import { parseAllDocuments, stringify } from "yaml";
import { imagesOf } from "../images-there.ts";
import { kubectl } from "../kubectl.ts";
import { MADE_BY } from "../removal.ts";
import { jobPod } from "./job-pod.ts";
import { createLogins, type Logins } from "./registry-login.ts";

const AROUND = new URL("../../../part-a/k8s-manifests", import.meta.url).pathname;
const STAND_IN = new URL("../manifests/ci", import.meta.url).pathname;

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

/** The namespaces of part-a/k8s-manifests in which jobs and the registry run; GitLab and its runners have stand-ins. */
const NAMESPACES = new Set(["ci-build", "ci-deploy", "node-registry"]);
const SINGLE = new Set([
  "gitlab/Service/gitlab",
  "gitlab/NetworkPolicy/gitlab",
  "gitlab/NetworkPolicy/default-deny",
  "webhook-app/Role/deploy",
  "webhook-app/RoleBinding/deploy",
]);

function isWanted({ kind, metadata: { name, namespace = "" } }: Manifest): boolean {
  if (kind === "Namespace") return NAMESPACES.has(name) || name === "gitlab";
  return NAMESPACES.has(namespace) || SINGLE.has(`${namespace}/${kind}/${name}`);
}

/** The objects of part-a/k8s-manifests that jobs and the registry run in. */
async function readSurroundings(): Promise<Manifest[]> {
  const documents = parseAllDocuments(await kubectl(["kustomize", AROUND]));
  return documents.map((document) => document.toJS() as Manifest).filter(isWanted);
}

/** Applies the repository's own objects for jobs and the registry, and a registry that requires a login. */
export async function prepareSurroundings(): Promise<Logins> {
  const wanted = await readSurroundings();
  for (const { kind, metadata } of wanted)
    if (kind === "Namespace") metadata.labels = { ...metadata.labels, ...MADE_BY };
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: wanted }));
  const logins = await createLogins();
  await kubectl(["apply", "-k", STAND_IN]);
  // The logins are new in each run.
  await kubectl(["-n", "gitlab", "rollout", "restart", "deployment/gitlab"]);
  await kubectl(["-n", "gitlab", "rollout", "status", "deployment/gitlab", "--timeout=180s"]);
  await kubectl(["-n", "node-registry", "rollout", "status", "daemonset/node-registry", "--timeout=120s"]);
  return logins;
}

/** All images of the pipeline's part: those of the jobs, the registry and node-registry. */
export async function pipelineImages(): Promise<string[]> {
  const pods = ["build", "release", "deploy"].map((job) => jobPod(job, "images"));
  const standIn = await kubectl(["kustomize", STAND_IN]);
  return [...imagesOf(stringify([...pods, ...(await readSurroundings())])), ...imagesOf(standIn)];
}
