import type { V1APIService, V1DeploymentList, V1Service } from "@kubernetes/client-node";
import { kubectl } from "../kubectl.ts";
import { MADE_BY } from "../removal.ts";

const FILE = new URL("../../../part-b/prometheus-metrics-adaptor.yaml", import.meta.url).pathname;
const API = "v1beta1.custom.metrics.k8s.io";

/** The server of custom metrics. */
interface Adapter {
  /** Whether the checks applied it; otherwise it is the cluster's own. */
  isOwn: boolean;
  namespace: string;
  deployment: string;
  replicas: number;
}

/**
 * Applies part-b's adapter, unless the cluster already has one, which is used unchanged: only one can serve the API.
 *
 * @returns which one it is
 */
export async function applyAdapter(): Promise<string> {
  const there = await servingAdapter();
  if (there && !there.isOwn) return `the cluster's own adapter is used, ${there.namespace}/${there.deployment}`;
  await kubectl(["apply", "-f", FILE, "--dry-run=server", "--validate=strict"]);
  await kubectl(["apply", "-f", FILE]);
  await kubectl(["label", "--overwrite", "apiservice", API, `made-by=${MADE_BY["made-by"]}`]);
  await kubectl(["-n", "monitoring", "rollout", "status", "deployment/prometheus-adapter", "--timeout=120s"]);
  return "part-b's adapter is applied";
}

/**
 * Removes part-b's adapter again, so that the number of replicas is fixed for later checks and for a next
 * run's first ones, whatever they post. The cluster's own adapter stays.
 */
export async function removeAdapter(): Promise<string> {
  const there = await servingAdapter();
  if (there && !there.isOwn) return "the cluster's own adapter stays";
  await kubectl(["delete", "-f", FILE, "--ignore-not-found"]);
  return "the HPA keeps its replicas from here on";
}

/** Stops all Pods of the adapter; the returned function brings as many back. */
export async function stopAdapter(): Promise<() => Promise<void>> {
  const adapter = await servingAdapter();
  if (adapter === undefined) throw new Error(`nobody serves ${API}`);
  const scale = async (replicas: number) => {
    const deployment = ["-n", adapter.namespace, `deployment/${adapter.deployment}`];
    await kubectl(["scale", ...deployment, `--replicas=${replicas}`]);
  };
  await scale(0);
  return () => scale(adapter.replicas);
}

async function servingAdapter(): Promise<Adapter | undefined> {
  const api = await read<V1APIService>(["apiservice", API]);
  const { namespace, name } = api?.spec?.service ?? {};
  if (namespace === undefined || name === undefined) return undefined;
  const service = await read<V1Service>(["-n", namespace, "service", name]);
  // Left behind by a removed adapter.
  if (service === undefined) return undefined;
  const deployments = await read<V1DeploymentList>(["-n", namespace, "deployments"]);
  const deployment = deployments?.items.find(({ spec }) => {
    const labels = spec?.template.metadata?.labels ?? {};
    return Object.entries(service.spec?.selector ?? {}).every(([label, value]) => labels[label] === value);
  });
  if (deployment === undefined)
    throw new Error(`${API} is served by ${namespace}/${name}, which no Deployment is behind`);
  const isOwn = api?.metadata?.labels?.["made-by"] === MADE_BY["made-by"];
  const { metadata, spec } = deployment;
  return { isOwn, namespace, deployment: metadata?.name ?? "", replicas: spec?.replicas ?? 1 };
}

/** undefined if it does not exist. */
async function read<T>(what: string[]): Promise<T | undefined> {
  const text = await kubectl(["get", ...what, "--ignore-not-found", "-o", "json"]);
  return text === "" ? undefined : (JSON.parse(text) as T);
}
