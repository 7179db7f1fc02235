import {
  ApiException,
  type KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import type { Cluster, ObjectName } from "./cluster.ts";
import { inClientNames } from "./client-names.ts";
import { createExec } from "./exec.ts";
import { keepAlive } from "./keep-alive.ts";
import { createReach } from "./port-forward.ts";

/** The owner of the fields that `lab/up` sets (https://kubernetes.io/docs/reference/using-api/server-side-apply/). */
export const FIELD_MANAGER = "lab";

/** Creates the cluster of the kubeconfig's current context. Makes no request yet. */
export function connect(config: KubeConfig): Cluster {
  keepAlive(config);
  const objects = KubernetesObjectApi.makeApiClient(config);
  return {
    read: <T extends KubernetesObject>(name: ObjectName) =>
      absent(() => objects.read<T>(name as Parameters<typeof objects.read<T>>[0])),
    async list<T extends KubernetesObject>(apiVersion: string, kind: string, namespace?: string) {
      const found = await absent(() => objects.list<T>(apiVersion, kind, namespace));
      return found?.items ?? [];
    },
    // By force: another manager of one of our fields is somebody's kubectl, and the repository decides.
    async apply(object, { dryRun = false } = {}) {
      const mode = dryRun ? "All" : undefined;
      const named = inClientNames(object);
      const patched = objects.patch(named, undefined, mode, FIELD_MANAGER, true, PatchStrategy.ServerSideApply);
      return patched.catch(refused);
    },
    async merge(object) {
      const patched = objects.patch(object, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
      await patched.catch(refused);
    },
    async remove(name) {
      await absent(() => objects.delete(name, undefined, undefined, undefined, undefined, "Background"));
    },
    exec: createExec(config),
    reach: createReach(config),
  };
}

/** undefined if the object or its kind does not exist (as with a missing CustomResourceDefinition). */
async function absent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    if (error instanceof Error && error.message.startsWith("Unrecognized API version and kind")) return undefined;
    return refused(error);
  }
}

/** @throws Error with Kubernetes' message: the client's own message contains all headers and the whole body */
function refused(error: unknown): never {
  if (!(error instanceof ApiException)) throw error;
  const body = error.body as string | { message?: string };
  throw new Error(`Kubernetes answers ${error.code}: ${typeof body === "string" ? messageOf(body) : body.message}`);
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body;
  }
}
