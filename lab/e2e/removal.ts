import type { V1NamespaceList } from "@kubernetes/client-node";
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

/** @throws Error when one of the namespaces is somebody else's: the checks would replace what is in it, and then remove it */
export async function expectOwnNamespaces(): Promise<void> {
  const { items } = JSON.parse(await kubectl(["get", "namespaces", "-o", "json"])) as V1NamespaceList;
  const others = items
    .map(({ metadata }) => ({ name: metadata?.name ?? "", madeBy: metadata?.labels?.["made-by"] }))
    .filter(({ name, madeBy }) => NAMESPACES.includes(name) && madeBy !== MADE_BY["made-by"])
    .map(({ name }) => name);
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
