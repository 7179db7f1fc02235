import type { Manifest } from "../../../src/manifest.ts";
import type { Container, PodSpec } from "./pod-spec.ts";

/** An object that makes Pods, with what its Pods will be. */
export interface Workload {
  id: string;
  kind: string;
  namespace: string;
  replicas: number | undefined;
  labels: Record<string, string>;
  selector: Record<string, string> | undefined;
  /** Names of volumeClaimTemplates. */
  claims: string[];
  pod: PodSpec;
}

interface Template {
  metadata?: { labels?: Record<string, string> };
  spec: PodSpec;
}

interface WorkloadSpec {
  replicas?: number;
  selector?: { matchLabels: Record<string, string> };
  volumeClaimTemplates?: { metadata: { name: string } }[];
  template: Template;
}

const WORKLOADS = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]);
const TAG_OR_DIGEST = /(:[^/:@]+)?(@.*)?$/;
const CLUSTER_WIDE = new Set(["Namespace", "ClusterRole", "ClusterRoleBinding"]);

/** namespace/Kind/name, or Kind/name of an object without a namespace. */
export function idOf({ kind, metadata }: Manifest): string {
  return [metadata.namespace, kind, metadata.name].filter((part) => part !== undefined).join("/");
}

export function isClusterWide({ kind }: Manifest): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** The objects among the manifests that make Pods. */
export function workloadsOf(manifests: Manifest[]): Workload[] {
  return manifests.filter(({ kind }) => WORKLOADS.has(kind)).map(toWorkload);
}

function workloadSpec({ kind, spec }: Manifest): WorkloadSpec {
  return kind === "CronJob"
    ? (spec as { jobTemplate: { spec: WorkloadSpec } }).jobTemplate.spec
    : (spec as WorkloadSpec);
}

function toWorkload(manifest: Manifest): Workload {
  const { replicas, selector, volumeClaimTemplates = [], template } = workloadSpec(manifest);
  return {
    id: idOf(manifest),
    kind: manifest.kind,
    namespace: manifest.metadata.namespace ?? "default",
    replicas,
    labels: template.metadata?.labels ?? {},
    selector: selector?.matchLabels,
    claims: volumeClaimTemplates.map((claim) => claim.metadata.name),
    pod: template.spec,
  };
}

export function containersOf({ pod }: Workload): Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** kustomize's `namespace:`, which replaces whatever the object says. */
export function keepInNamespace(manifest: Manifest, namespace: string): void {
  if (!isClusterWide(manifest)) manifest.metadata.namespace = namespace;
}

/** kustomize's `images:`, which goes by the name before the tag. */
export function setImage(manifest: Manifest, from: string, to: string): void {
  for (const workload of workloadsOf([manifest])) {
    for (const container of containersOf(workload))
      if (container.image.replace(TAG_OR_DIGEST, "") === from) container.image = to;
  }
}

export function matches(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
