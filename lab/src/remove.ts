import type { KubernetesObject } from "@kubernetes/client-node";
import { allNamespaces } from "./bootstrap/kubernetes/namespaces.ts";
import { idOf, nameOf } from "./kubernetes/applied.ts";
import type { Cluster } from "./kubernetes/cluster.ts";
import { FIELD_MANAGER } from "./kubernetes/connect.ts";
import type { Folders, Render } from "./repository.ts";
import { type Patience, until } from "./until.ts";

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
 * Removes the lab's namespaces with everything in them, or everything but their data, and waits until they are gone.
 *
 * @throws Error if a namespace was not created by `lab/up`
 */
export async function remove({ cluster, render, folders, patience, keepData }: Removal): Promise<void> {
  const namespaces = await allNamespaces(render, folders);
  for (const namespace of namespaces) await refuseStranger(cluster, namespace);
  const objects = [...(await render(folders.around)), ...(await render(folders.service))];
  const doomed = keepData ? objects.filter(({ kind }) => !DATA.has(kind ?? "")) : namespaces;
  for (const object of doomed) await cluster.remove(nameOf(object));
  await until("removal", patience, async (still) => {
    const left: string[] = [];
    for (const object of doomed) if ((await cluster.read(nameOf(object))) !== undefined) left.push(idOf(object));
    return left.length === 0 || still(`still there: ${left.slice(0, 5).join(", ")}`);
  });
  patience.say?.(keepData ? "removed, except volumes and Secrets" : "removed");
}

/** Refuses to delete somebody else's namespace of the same name. */
async function refuseStranger(cluster: Cluster, namespace: KubernetesObject): Promise<void> {
  const found = await cluster.read(nameOf(namespace));
  if (found === undefined) return;
  if (found.metadata?.managedFields?.some(({ manager }) => manager === FIELD_MANAGER)) return;
  const { name } = nameOf(namespace).metadata;
  throw new Error(
    `namespace ${name} was not created by lab/up, so nothing is removed. If it belongs to the lab: ` +
      `kubectl delete namespace ${name}, then lab/down --yes again`,
  );
}
