import { expect, test } from "vitest";

import type { Manifest } from "../../src/manifest.ts";
import { idOf } from "../manifests/support/manifest.ts";
import { manifests } from "../manifests/support/repository.ts";
import { validator } from "../manifests/support/schemas.ts";
import { customResourceErrors } from "./support/custom-resources.ts";
import { readOne } from "../../src/monitoring/part-b.ts";

const CUSTOM = [
  "webhook-app-service-monitor.yaml",
  "webhook-app-alerts.yaml",
  "webhook-app-alertmanager-config.yaml",
  "keda-scaled-object.yaml",
];
const BUILT_IN = ["monitoring-namespace.yaml", "monitoring-network-policy.yaml", "webhook-app-dashboard.yaml"];

test.each(CUSTOM)("%s fits its definition's schema", (file) => {
  expect(customResourceErrors(readOne(file))).toEqual([]);
});

test.each(BUILT_IN.flatMap((file) => ["1.34", "1.37"].map((version) => [file, version] as const)))(
  "%s fits the schema of Kubernetes %s",
  (file, version) => expect(validator(version)(readOne(file))).toEqual([]),
);

test("an unknown field, a wrong type and a kind without a schema are errors", () => {
  const monitor = readOne<Manifest & { spec: object }>("webhook-app-service-monitor.yaml");
  expect(customResourceErrors({ ...monitor, spec: { ...monitor.spec, endpoint: [] } })).toEqual([
    "/spec must NOT have additional properties",
  ]);
  expect(customResourceErrors({ ...monitor, spec: { ...monitor.spec, sampleLimit: "many" } })).toHaveLength(1);
  expect(customResourceErrors({ ...monitor, kind: "PodMonitor" })).toHaveLength(1);
});

test("`kubectl apply -k` applies every object here except the adapter and the variant with KEDA", () => {
  const { resources } = readOne<{ resources: string[] }>("kustomization.yaml");
  const applied = [...CUSTOM, ...BUILT_IN].filter((file) => file !== "keda-scaled-object.yaml");
  expect([...resources].sort()).toEqual(applied.sort());
});

interface Monitor {
  jobLabel: string;
  selector: { matchLabels: Record<string, string> };
  endpoints: { port: string }[];
}

test("the ServiceMonitor names a Service, one of its ports and one of its labels", () => {
  const monitor = readOne("webhook-app-service-monitor.yaml");
  const { jobLabel, selector, endpoints } = monitor.spec as Monitor;
  const service = manifests.find((manifest) => idOf(manifest) === "webhook-app/Service/webhook-app");
  expect(monitor.metadata.namespace).toBe(service?.metadata.namespace);
  expect(service?.metadata.labels).toMatchObject(selector.matchLabels);
  expect(service?.metadata.labels?.[jobLabel]).toBe("webhook-app");
  expect(service?.spec).toMatchObject({
    ports: expect.arrayContaining([expect.objectContaining({ name: endpoints[0]?.port })]) as object[],
  });
});

interface Scaling {
  minReplicas: number;
  maxReplicas: number;
  metrics: { pods: { target: { averageValue: string } } }[];
  behavior: object;
}

interface ScaledObject {
  minReplicaCount: number;
  maxReplicaCount: number;
  advanced: { horizontalPodAutoscalerConfig: { behavior: object } };
  triggers: { metadata: { threshold: string } }[];
}

test("the variant with KEDA has the HPA's limits, behavior and targets", () => {
  const hpa = manifests.find(({ kind }) => kind === "HorizontalPodAutoscaler")?.spec as Scaling;
  const keda = readOne("keda-scaled-object.yaml").spec as ScaledObject;
  expect([keda.minReplicaCount, keda.maxReplicaCount]).toEqual([hpa.minReplicas, hpa.maxReplicas]);
  expect(keda.advanced.horizontalPodAutoscalerConfig.behavior).toEqual(hpa.behavior);
  expect(keda.triggers.map(({ metadata }) => metadata.threshold)).toEqual(
    hpa.metrics.map(({ pods }) => pods.target.averageValue),
  );
});
