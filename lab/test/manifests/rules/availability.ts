import type { Manifest } from "../../../src/manifest.ts";
import { idOf, matches, type Workload, workloadsOf } from "../support/manifest.ts";
import { type Rule, workloads } from "./rule.ts";

interface Budget {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  unhealthyPodEvictionPolicy?: string;
  selector: { matchLabels: Record<string, string> };
}

interface Autoscaler {
  scaleTargetRef: { kind: string; name: string };
}

const budgets = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === "PodDisruptionBudget");
const budgetOf = ({ spec }: Manifest) => spec as Budget;

function protects(budget: Manifest, workload: Workload): boolean {
  return (
    budget.metadata.namespace === workload.namespace && matches(budgetOf(budget).selector.matchLabels, workload.labels)
  );
}

/** More than one Pod, by its own number or an autoscaler's. */
function isReplicated(workload: Workload, manifests: Manifest[]): boolean {
  const scaled = manifests
    .filter(({ kind, metadata }) => kind === "HorizontalPodAutoscaler" && metadata.namespace === workload.namespace)
    .map(({ spec }) => (spec as Autoscaler).scaleTargetRef);
  return (
    (workload.replicas ?? 1) > 1 ||
    scaled.some(({ kind, name }) => `${workload.namespace}/${kind}/${name}` === workload.id)
  );
}

function neverAllowsAnEviction(manifest: Manifest, manifests: Manifest[]): boolean {
  const { minAvailable, maxUnavailable } = budgetOf(manifest);
  if (maxUnavailable !== undefined) return Number.parseInt(String(maxUnavailable), 10) === 0;
  const protectedOnes = workloadsOf(manifests).filter((workload) => protects(manifest, workload));
  return protectedOnes.some(({ replicas }) => minAvailable === "100%" || Number(minAvailable) >= (replicas ?? 2));
}

export const availabilityRules: Rule[] = [
  workloads("several Pods are spread over the nodes", (workload, manifests) => {
    const { affinity, topologySpreadConstraints = [] } = workload.pod;
    const isSpread = affinity?.podAntiAffinity !== undefined || topologySpreadConstraints.length > 0;
    return isReplicated(workload, manifests) && !isSpread;
  }),
  workloads(
    "a PodDisruptionBudget",
    (workload, manifests) =>
      ["Deployment", "StatefulSet"].includes(workload.kind) &&
      !budgets(manifests).some((budget) => protects(budget, workload)),
  ),
  {
    name: "a PodDisruptionBudget lets a node be drained",
    find: (manifests) =>
      budgets(manifests)
        .filter((budget) => neverAllowsAnEviction(budget, manifests))
        .map(idOf),
  },
  {
    name: "a Pod that is not ready may be evicted",
    find: (manifests) =>
      budgets(manifests)
        .filter((budget) => budgetOf(budget).unhealthyPodEvictionPolicy !== "AlwaysAllow")
        .map(idOf),
  },
  workloads("selects its own Pods", ({ selector, labels }) => selector !== undefined && !matches(selector, labels)),
  workloads("selects nobody else's Pods", ({ id, selector, namespace }, manifests) =>
    workloadsOf(manifests).some(
      (other) =>
        selector !== undefined && other.id !== id && other.namespace === namespace && matches(selector, other.labels),
    ),
  ),
];
