import { readFile } from "node:fs/promises";
import type { V1Deployment, V2HorizontalPodAutoscaler } from "@kubernetes/client-node";
import { parse } from "yaml";
import { cluster } from "../cluster.ts";

const FILE = new URL("../../../part-a/webhook-app/k8s/hpa.yaml", import.meta.url);

export const IN_FLIGHT = "http_requests_in_flight_avg";
export const PER_SECOND = "webhooks_received_per_second";

/** What the checks need from hpa.yaml. */
export interface Autoscaler {
  min: number;
  max: number;
  /** For each metric, the average per Pod above which Pods are added. */
  targets: Record<string, number>;
  /** How long the highest recommendation is kept before Pods are removed. */
  stabilizationSeconds: number;
}

interface Manifest {
  spec: {
    minReplicas: number;
    maxReplicas: number;
    metrics: { pods: { metric: { name: string }; target: { averageValue: string } } }[];
    behavior: { scaleDown: { stabilizationWindowSeconds: number } };
  };
}

/** Reads hpa.yaml. */
export async function readAutoscaler(): Promise<Autoscaler> {
  const { spec } = parse(await readFile(FILE, "utf8")) as Manifest;
  const targets = spec.metrics.map(({ pods }) => [pods.metric.name, quantity(pods.target.averageValue)]);
  return {
    min: spec.minReplicas,
    max: spec.maxReplicas,
    targets: Object.fromEntries(targets) as Record<string, number>,
    stabilizationSeconds: spec.behavior.scaleDown.stabilizationWindowSeconds,
  };
}

/** Reads Kubernetes' notation of a number: 10500m is 10.5, 2k is 2000. */
export function quantity(text: string): number {
  const [, number = "", suffix = ""] = /^([\d.]+)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = { "": 1, m: 1e-3, k: 1e3 }[suffix];
  if (factor === undefined || number === "") throw new Error(`"${text}" is no number that this reads`);
  return Number(number) * factor;
}

export interface HpaState {
  desired: number;
  ready: number;
  /** Whether it can read its metrics. */
  active: boolean;
}

/**
 * The desired and the actual state of the cluster's HPA.
 *
 * @throws Error if there is no HPA, or it has no status yet
 */
export async function hpaState(): Promise<HpaState> {
  const metadata = { namespace: "webhook-app", name: "webhook-app" };
  const kubernetes = cluster();
  const [hpa, deployment] = await Promise.all([
    kubernetes.read<V2HorizontalPodAutoscaler>({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
    }),
    kubernetes.read<V1Deployment>({ apiVersion: "apps/v1", kind: "Deployment", metadata }),
  ]);
  if (hpa?.status === undefined) throw new Error("the HPA webhook-app has no status");
  return {
    desired: hpa.status.desiredReplicas,
    ready: deployment?.status?.readyReplicas ?? 0,
    active: (hpa.status.conditions ?? []).some(({ type, status }) => type === "ScalingActive" && status === "True"),
  };
}
