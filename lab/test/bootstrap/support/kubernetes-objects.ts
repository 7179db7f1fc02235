export interface Stored {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
  [key: string]: unknown;
}

/** The kinds that the stand-in knows: apiVersion, kind, plural, whether it lives in a namespace. */
const KINDS = [
  ["v1", "Namespace", "namespaces", false],
  ["v1", "Node", "nodes", false],
  ["v1", "Secret", "secrets", true],
  ["v1", "ConfigMap", "configmaps", true],
  ["v1", "Service", "services", true],
  ["v1", "ServiceAccount", "serviceaccounts", true],
  ["v1", "PersistentVolumeClaim", "persistentvolumeclaims", true],
  ["v1", "Pod", "pods", true],
  ["v1", "Event", "events", true],
  ["apps/v1", "Deployment", "deployments", true],
  ["apps/v1", "StatefulSet", "statefulsets", true],
  ["apps/v1", "DaemonSet", "daemonsets", true],
  ["batch/v1", "CronJob", "cronjobs", true],
  ["batch/v1", "Job", "jobs", true],
  ["autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true],
  ["networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true],
  ["policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true],
  ["rbac.authorization.k8s.io/v1", "Role", "roles", true],
  ["rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true],
] as const;

/** What GET /api/v1 and /apis/GROUP/VERSION answer; undefined: there is no such group. */
export function discover(apiVersion: string): object | undefined {
  const kinds = KINDS.filter(([version]) => version === apiVersion);
  if (kinds.length === 0) return undefined;
  const resources = kinds.map(([, kind, name, namespaced]) => ({
    kind,
    name,
    namespaced,
    verbs: [],
    singularName: "",
  }));
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: apiVersion, resources };
}

export function kindOf(apiVersion: string, plural: string): string | undefined {
  return KINDS.find(([version, , name]) => version === apiVersion && name === plural)?.[1];
}

/** Puts the fields of `change` into `object`, lists as a whole. */
export function merged(object: unknown, change: unknown): unknown {
  if (!isRecord(object) || !isRecord(change)) return change;
  const result: Record<string, unknown> = { ...object };
  for (const [key, value] of Object.entries(change)) result[key] = merged(object[key], value);
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The status that controllers would give a workload as soon as all its Pods are ready. */
export function readyStatus({ kind, spec }: Stored): object | undefined {
  const replicas = (spec as { replicas?: number } | undefined)?.replicas ?? 1;
  if (kind === "DaemonSet") return { observedGeneration: 99, numberReady: 1, desiredNumberScheduled: 1 };
  if (kind !== "Deployment" && kind !== "StatefulSet") return undefined;
  const all = { readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas };
  return { observedGeneration: 99, replicas, ...all };
}
