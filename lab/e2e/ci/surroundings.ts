import { parseAllDocuments } from "yaml";
import { kubectl } from "../kubectl.ts";
import { createLogins, type Logins } from "./registry-login.ts";

const AROUND = new URL("../../../part-a/k8s-manifests", import.meta.url).pathname;
const STAND_IN = new URL("../manifests/ci", import.meta.url).pathname;

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** Of part-a/k8s-manifests what jobs and the registry run in; GitLab and its runners themselves are stood in for. */
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

/** Applies the repository's own objects around jobs and the registry, and a registry that asks for a login. */
export async function prepareSurroundings(): Promise<Logins> {
  const documents = parseAllDocuments(await kubectl(["kustomize", AROUND]));
  const wanted = documents.map((document) => document.toJS() as Manifest).filter(isWanted);
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: wanted }));
  const logins = await createLogins();
  await kubectl(["apply", "-k", STAND_IN]);
  // The logins are new in each run.
  await kubectl(["-n", "gitlab", "rollout", "restart", "deployment/gitlab"]);
  await kubectl(["-n", "gitlab", "rollout", "status", "deployment/gitlab", "--timeout=180s"]);
  await kubectl(["-n", "node-registry", "rollout", "status", "daemonset/node-registry", "--timeout=120s"]);
  return logins;
}
