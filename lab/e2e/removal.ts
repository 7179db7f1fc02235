import type { V1NamespaceList } from "@kubernetes/client-node";
import { kubectl } from "./kubectl.ts";

/** Every namespace that the checks create. monitoring is not removed: it may be the cluster's own. */
export const NAMESPACES = [
  "webhook-app",
  "rocket-chat",
  "ci-deploy",
  "alert-receiver",
  "gitlab",
  "ci-build",
  "node-registry",
];

/** The label of what the checks created and may remove. */
export const MADE_BY = { "made-by": "e2e" };

/**
 * @throws Error if one of the namespaces is somebody else's: the checks would replace its content and then remove it
 */
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

/** Removes everything that the checks created, except in the namespace monitoring. */
export async function removeAll(): Promise<string> {
  await kubectl(["delete", "namespace", ...NAMESPACES, "--ignore-not-found", "--timeout=180s"]);
  return `namespaces ${NAMESPACES.join(", ")}`;
}
