import type {
  CoreV1Event,
  KubernetesObject,
  V1DaemonSet,
  V1Deployment,
  V1Pod,
  V1StatefulSet,
} from "@kubernetes/client-node";
import type { Cluster, ObjectName } from "./cluster.ts";

/** Whether a workload is ready, and if not, what it waits for. */
export interface Readiness {
  ready: boolean;
  detail: string;
}

type Workload = V1Deployment & V1StatefulSet & V1DaemonSet;

/** Whether a Deployment, StatefulSet or DaemonSet is ready, with the reason that its Pods give if not. */
export async function readiness(cluster: Cluster, name: ObjectName): Promise<Readiness> {
  const workload = await cluster.read<Workload>(name);
  if (workload === undefined) return { ready: false, detail: "is not there" };
  const { ready, wanted, current } = counts(workload);
  const detail = `${ready} of ${wanted} ready`;
  if (current && wanted > 0 && ready >= wanted) return { ready: true, detail };
  const reason = await reasonOf(cluster, workload);
  return { ready: false, detail: reason === undefined ? detail : `${detail}: ${reason}` };
}

function counts({ kind, metadata, spec, status }: Workload): { ready: number; wanted: number; current: boolean } {
  const current = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  if (kind === "DaemonSet") {
    return { ready: status?.numberReady ?? 0, wanted: status?.desiredNumberScheduled ?? 1, current };
  }
  const updated = (status?.updatedReplicas ?? 0) >= (spec?.replicas ?? 1);
  const ready = (kind === "Deployment" ? status?.availableReplicas : status?.readyReplicas) ?? 0;
  return { ready, wanted: spec?.replicas ?? 1, current: current && updated };
}

async function reasonOf(cluster: Cluster, { metadata, spec }: Workload): Promise<string | undefined> {
  const labels = Object.entries(spec?.selector.matchLabels ?? {});
  const pods = await cluster.list<V1Pod>("v1", "Pod", metadata?.namespace);
  const own = pods.filter((pod) => labels.every(([key, value]) => pod.metadata?.labels?.[key] === value));
  for (const pod of own) {
    const waiting = waitingOf(pod);
    if (waiting !== undefined) return `${pod.metadata?.name} ${waiting}`;
  }
  const [pod] = own;
  return warningFor(cluster, pod ?? { apiVersion: "apps/v1", metadata: metadata ?? {} });
}

/** The Pod's own reason for waiting: no node, no image, no Secret, a crash; undefined if its containers run. */
function waitingOf({ status }: V1Pod): string | undefined {
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  if (unscheduled !== undefined) return `waits for a node: ${unscheduled.message ?? unscheduled.reason ?? "no reason"}`;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const { waiting } = containers.find(({ state }) => state?.waiting !== undefined)?.state ?? {};
  if (waiting === undefined) return undefined;
  return [waiting.reason ?? "waits", waiting.message].filter((part) => part !== undefined).join(": ");
}

/** The latest warning about an object: a failing probe, a rejected Pod. */
async function warningFor(cluster: Cluster, { metadata }: KubernetesObject): Promise<string | undefined> {
  const events = await cluster.list<CoreV1Event>("v1", "Event", metadata?.namespace);
  const warnings = events.filter(({ type, involvedObject }) => {
    return type === "Warning" && (involvedObject.name ?? "").startsWith(metadata?.name ?? "");
  });
  const latest = warnings.sort((one, other) => timeOf(one) - timeOf(other)).at(-1);
  return latest === undefined ? undefined : `${latest.involvedObject.name} ${latest.reason}: ${latest.message}`;
}

const timeOf = ({ lastTimestamp, eventTime }: CoreV1Event): number =>
  new Date(lastTimestamp ?? eventTime ?? 0).getTime();
