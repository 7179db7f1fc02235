import type { Manifest } from "../../../src/manifest.ts";
import { containersOf, idOf, matches, type Workload, workloadsOf } from "../support/manifest.ts";
import type { Container } from "../support/pod-spec.ts";
import { containers, type Rule, workloads } from "./rule.ts";

interface ServiceSpec {
  selector?: Record<string, string>;
  ports: { port: number; targetPort?: number | string }[];
}

const has = (manifests: Manifest[], id: string): boolean => manifests.some((manifest) => idOf(manifest) === id);

function dataKeys(manifests: Manifest[], id: string): string[] {
  return Object.keys(manifests.find((manifest) => idOf(manifest) === id)?.data ?? {});
}

const listens = (container: Container, port: number | string): boolean =>
  (container.ports ?? []).some(({ name, containerPort }) => name === port || containerPort === port);

function leadsNowhere(service: Manifest, manifests: Manifest[]): boolean {
  const { selector, ports } = service.spec as ServiceSpec;
  if (selector === undefined) return false;
  const targets = workloadsOf(manifests).filter(
    ({ namespace, labels }) => namespace === service.metadata.namespace && matches(selector, labels),
  );
  return (
    targets.length === 0 ||
    ports.some(({ port, targetPort = port }) => !targets.flatMap(containersOf).some((c) => listens(c, targetPort)))
  );
}

function lacksConfigMap({ namespace, ...workload }: Workload, manifests: Manifest[]): boolean {
  const id = (name: string) => `${namespace}/ConfigMap/${name}`;
  const all = containersOf({ namespace, ...workload });
  const keys = all.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []));
  const mounted = (workload.pod.volumes ?? []).flatMap(({ configMap }) => configMap ?? []);
  const whole = all.flatMap(({ envFrom = [] }) => envFrom.flatMap(({ configMapRef }) => configMapRef ?? []));
  return (
    [...mounted, ...whole].some(({ name }) => !has(manifests, id(name))) ||
    keys.some(({ name, key }) => !dataKeys(manifests, id(name)).includes(key)) ||
    mounted.some(({ name, items = [] }) => items.some(({ key }) => !dataKeys(manifests, id(name)).includes(key)))
  );
}

interface Binding {
  roleRef: { kind: string; name: string };
  subjects: { kind: string; name: string; namespace: string }[];
}

function bindsNothing(binding: Manifest, manifests: Manifest[]): boolean {
  const { roleRef, subjects } = binding as unknown as Binding;
  return (
    !has(manifests, `${binding.metadata.namespace}/${roleRef.kind}/${roleRef.name}`) ||
    subjects.some(({ kind, name, namespace }) => !has(manifests, `${namespace}/${kind}/${name}`))
  );
}

const objects = (name: string, kind: string, breaks: (manifest: Manifest, all: Manifest[]) => boolean): Rule => ({
  name,
  find: (all) => all.filter((manifest) => manifest.kind === kind && breaks(manifest, all)).map(idOf),
});

export const referenceRules: Rule[] = [
  objects("a Service leads to a port of a Pod", "Service", leadsNowhere),
  objects("a PodDisruptionBudget has Pods", "PodDisruptionBudget", ({ metadata, spec }, all) => {
    const { matchLabels } = (spec as { selector: { matchLabels: Record<string, string> } }).selector;
    return !workloadsOf(all).some((w) => w.namespace === metadata.namespace && matches(matchLabels, w.labels));
  }),
  objects("an autoscaler has a target", "HorizontalPodAutoscaler", ({ metadata, spec }, all) => {
    const { kind, name } = (spec as { scaleTargetRef: { kind: string; name: string } }).scaleTargetRef;
    return !has(all, `${metadata.namespace}/${kind}/${name}`);
  }),
  objects("a RoleBinding has its Role and its subjects", "RoleBinding", bindsNothing),
  workloads(
    "the ServiceAccount exists",
    ({ namespace, pod: { serviceAccountName: name } }, all) =>
      name !== undefined && !has(all, `${namespace}/ServiceAccount/${name}`),
  ),
  workloads("ConfigMaps and their keys exist", lacksConfigMap),
  workloads("volume claims exist", ({ namespace, pod }, all) =>
    (pod.volumes ?? []).some(
      ({ persistentVolumeClaim: claim }) =>
        claim !== undefined && !has(all, `${namespace}/PersistentVolumeClaim/${claim.claimName}`),
    ),
  ),
  containers("mounted volumes exist", ({ volumeMounts = [] }, { pod, claims }) => {
    const names = new Set([...claims, ...(pod.volumes ?? []).map(({ name }) => name)]);
    return volumeMounts.some(({ name }) => !names.has(name));
  }),
  {
    name: "the namespace exists",
    find: (all) =>
      all
        .filter(({ metadata }) => metadata.namespace !== undefined && !has(all, `Namespace/${metadata.namespace}`))
        .map(idOf),
  },
];
