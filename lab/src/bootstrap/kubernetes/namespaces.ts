import type { KubernetesObject } from "@kubernetes/client-node";
import { applied } from "../../kubernetes/applied.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Folders, Render } from "../../repository.ts";
import type { Step } from "../../step.ts";

const isNamespace = ({ kind }: KubernetesObject): boolean => kind === "Namespace";

/** The namespaces of both folders: a RoleBinding for the runners is in the service's. */
export async function allNamespaces(render: Render, folders: Folders): Promise<KubernetesObject[]> {
  return [...(await render(folders.around)), ...(await render(folders.service))].filter(isNamespace);
}

/** Namespaces come first, because their Secrets must exist before anything starts. */
export function namespaces(cluster: Cluster, render: Render, folders: Folders): Step {
  return applied("Kubernetes: namespaces", cluster, () => allNamespaces(render, folders));
}
