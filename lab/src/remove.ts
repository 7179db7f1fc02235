import type { KubernetesObject } from "@kubernetes/client-node";
import { allNamespaces } from "./bootstrap/kubernetes/namespaces.ts";
import { idOf, nameOf } from "./kubernetes/applied.ts";
import type { Cluster } from "./kubernetes/cluster.ts";
import { FIELD_MANAGER } from "./kubernetes/connect.ts";
import type { Folders, Render } from "./repository.ts";
import { type Patience, waitFor } from "./wait.ts";

export interface Removal {
  cluster: Cluster;
  render: Render;
  folders: Folders;
  patience: Patience;
  keepData: boolean;
}

/** Kinds that stay with --keep-data; a StatefulSet's claims are not in the manifests and stay as well. */
const DATA = new Set(["Namespace", "PersistentVolumeClaim"]);

/**
 * Removes the lab's namespaces and all in them, or all but their data, and waits until they are gone.
 *
 * @throws Error when a namespace is there that `lab/up` did not make
 */
export async function remove({ cluster, render, folders, patience, keepData }: Removal): Promise<void> {
  const namespaces = await allNamespaces(render, folders);
  for (const namespace of namespaces) await refuseStranger(cluster, namespace);
  const objects = [...(await render(folders.around)), ...(await render(folders.service))];
  const doomed = keepData ? objects.filter(({ kind }) => !DATA.has(kind ?? "")) : namespaces;
  for (const object of doomed) await cluster.remove(nameOf(object));
  const look = async () => {
    const left: string[] = [];
    for (const object of doomed) if ((await cluster.read(nameOf(object))) !== undefined) left.push(idOf(object));
    return { done: left.length === 0, detail: `still there: ${left.slice(0, 5).join(", ")}` };
  };
  await waitFor("removal", look, patience);
  patience.say(keepData ? "removed, except volumes and Secrets" : "removed");
}

/** Somebody else's namespace of the same name is not ours to delete. */
async function refuseStranger(cluster: Cluster, namespace: KubernetesObject): Promise<void> {
  const found = await cluster.read(nameOf(namespace));
  if (found === undefined) return;
  if (found.metadata?.managedFields?.some(({ manager }) => manager === FIELD_MANAGER)) return;
  const { name } = nameOf(namespace).metadata;
  throw new Error(
    `namespace ${name} was not created by lab/up, so nothing is removed. If it belongs to the lab anyway: ` +
      `kubectl delete namespace ${name}, then lab/down --yes again`,
  );
}
