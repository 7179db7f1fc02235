import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { Step } from "../step.ts";
import type { Cluster, ObjectName } from "./cluster.ts";

/** The object's name for people: kind, namespace, name. */
export function idOf({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata?.namespace, metadata?.name].filter((part) => part !== undefined).join("/");
}

/** @throws Error if the object has no name */
export function nameOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectName {
  const { name, namespace } = metadata ?? {};
  if (apiVersion === undefined || kind === undefined || name === undefined) {
    throw new Error(`an object without apiVersion, kind or name: ${JSON.stringify({ apiVersion, kind, metadata })}`);
  }
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** A step that applies objects as they are in the repository. */
export function applied(name: string, cluster: Cluster, objects: () => Promise<KubernetesObject[]>): Step {
  let different: KubernetesObject[] = [];
  return {
    name,
    async check() {
      const wanted = await objects();
      different = [];
      for (const object of wanted) if (await differs(cluster, object)) different.push(object);
      if (different.length === 0) return undefined;
      const some = different.slice(0, 3).map(idOf).join(", ");
      return `${different.length} of ${wanted.length} objects: ${some}${different.length > 3 ? ", …" : ""}`;
    },
    async change() {
      for (const object of different) await cluster.apply(object);
    },
  };
}

/**
 * Asks the API server for the result of applying the object, because only it knows all defaults. (A dry run fails
 * if the namespace does not exist, so a missing object is not tried.)
 */
async function differs(cluster: Cluster, object: KubernetesObject): Promise<boolean> {
  const live = await cluster.read(nameOf(object));
  if (live === undefined) return true;
  return !isDeepStrictEqual(essence(live), essence(await cluster.apply(object, { dryRun: true })));
}

const CHANGES_BY_ITSELF = new Set(["managedFields", "resourceVersion", "generation"]);

/** The parts of an object that people set; its status may change between two answers. */
function essence(object: KubernetesObject): unknown {
  const plain = JSON.parse(JSON.stringify(object)) as { metadata: Record<string, unknown>; status?: unknown };
  const metadata = Object.entries(plain.metadata).filter(([key]) => !CHANGES_BY_ITSELF.has(key));
  return { ...plain, metadata: Object.fromEntries(metadata), status: undefined };
}
