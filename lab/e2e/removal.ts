import { kubectl } from "./kubectl.ts";

/** Every namespace that the checks make. The monitoring's is left: it may be the cluster's own. */
export const NAMESPACES = [
  "webhook-app",
  "rocket-chat",
  "ci-deploy",
  "alert-receiver",
  "gitlab",
  "ci-build",
  "node-registry",
];

/** The label of what the checks have made and may remove. */
export const MADE_BY = { "made-by": "e2e" };

interface NamespaceList {
  items: { metadata: { name: string; labels?: Record<string, string> } }[];
}

/** @throws Error when one of the namespaces is somebody else's: the checks would replace what is in it, and then remove it */
export async function expectOwnNamespaces(): Promise<void> {
  const { items } = JSON.parse(await kubectl(["get", "namespaces", "-o", "json"])) as NamespaceList;
  const others = items
    .filter(({ metadata: { name, labels } }) => NAMESPACES.includes(name) && labels?.["made-by"] !== MADE_BY["made-by"])
    .map(({ metadata: { name } }) => name);
  if (others.length === 0) return;
  throw new Error(
    `this cluster has namespaces that the checks would remove: ${others.join(", ")}; choose another context (kubectl config use-context)`,
  );
}

/** Removes all that the checks have made but what they applied to the namespace monitoring. */
export async function removeAll(): Promise<string> {
  await kubectl(["delete", "namespace", ...NAMESPACES, "--ignore-not-found", "--timeout=180s"]);
  return `namespaces ${NAMESPACES.join(", ")}`;
}
