import assert from "node:assert/strict";
import { servicePodNames } from "../cluster.ts";
import { kubectl, KubectlError, serviceReady } from "../kubectl.ts";

/** One of two Pods may be evicted; the second eviction is denied until the first Pod is replaced. */
export async function evictions(): Promise<string> {
  await serviceReady();
  const [first = "", second = ""] = await servicePodNames();
  await evict(first);
  const refusal = await evict(second).then(
    () => "",
    (error: KubectlError) => error.stderr,
  );
  assert.match(refusal, /disruption budget/, "the second eviction is denied");
  await serviceReady();
  return refusal.trim();
}

function evict(name: string): Promise<string> {
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "webhook-app" } };
  const path = `/api/v1/namespaces/webhook-app/pods/${name}/eviction`;
  return kubectl(["create", "--raw", path, "-f", "-"], JSON.stringify(eviction));
}
