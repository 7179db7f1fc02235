import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { adapterFile } from "../../src/monitoring/adapter-file.ts";
import type { Manifest } from "../../src/manifest.ts";
import { idOf, workloadsOf } from "../manifests/support/manifest.ts";
import { accessRules } from "../manifests/rules/access.ts";
import { availabilityRules } from "../manifests/rules/availability.ts";
import { containerRules } from "../manifests/rules/containers.ts";
import { referenceRules } from "../manifests/rules/references.ts";
import { securityRules } from "../manifests/rules/security.ts";
import { asWritten, validator } from "../manifests/support/schemas.ts";
import { type AdapterRule, adapterRules } from "../../src/monitoring/adapter-rules.ts";
import { PART_B, readAll, readOne, text } from "../../src/monitoring/part-b.ts";
import { charts, run, withoutHelm } from "./support/programs.ts";

const VALUES = "prometheus-metrics-adaptor-values.yaml";
const objects = readAll("prometheus-metrics-adaptor.yaml");
const DEPLOYMENT = "monitoring/Deployment/prometheus-adapter";
const deployment = workloadsOf(objects).find(({ id }) => id === DEPLOYMENT);

test.skipIf(withoutHelm)("the file is what helm renders from the values and the chart", { timeout: 60_000 }, () => {
  const rendered = run("helm", ["template", "prometheus-adapter", join(charts!, "prometheus-adapter"), ...OPTIONS]);
  expect(text("prometheus-metrics-adaptor.yaml")).toBe(adapterFile(rendered));
});

const OPTIONS = ["-n", "monitoring", "--api-versions", "apiregistration.k8s.io/v1", "-f", join(PART_B, VALUES)];

test("has the values' rules", () => {
  const values = readOne<{ rules: { custom: AdapterRule[]; default: boolean } }>(VALUES);
  expect(adapterRules()).toEqual(values.rules.custom);
  expect(values.rules.default).toBe(false);
});

describe.each(["1.34", "1.37"])("Kubernetes %s", (version) => {
  const validate = validator(version);
  test.each(objects.map((object) => [idOf(object), object] as const))("%s fits its schema", (_, object) => {
    expect(validate(asWritten(object))).toEqual([]);
  });
});

/** Where the chart breaks a rule of this repository's own manifests. One that is no longer needed fails as well. */
const EXCEPTIONS: Record<string, [subjects: string[], reason: string]> = {
  "image from Docker Hub": [[`${DEPLOYMENT}/prometheus-adapter`], "Kubernetes' projects publish at one place only."],
  "no ServiceAccount token": [[DEPLOYMENT], "It asks the API server who may read, and for the names of Pods."],
  "no wildcard in a Role": [["ClusterRole/prometheus-adapter-server-resources"], "Every verb, on two metrics."],
  "no right in the whole cluster": [
    [
      "ClusterRole/prometheus-adapter-resource-reader",
      "ClusterRole/prometheus-adapter-server-resources",
      "ClusterRoleBinding/prometheus-adapter-hpa-controller",
      "ClusterRoleBinding/prometheus-adapter-resource-reader",
      "ClusterRoleBinding/prometheus-adapter-system-auth-delegator",
    ],
    "It serves an API of the whole cluster.",
  ],
  "a RoleBinding has its Role and its subjects": [
    ["kube-system/RoleBinding/prometheus-adapter-auth-reader"],
    "The Role is Kubernetes' own.",
  ],
  "the namespace exists": [["kube-system/RoleBinding/prometheus-adapter-auth-reader"], "Kubernetes' own namespace."],
};

test.each([...securityRules, ...containerRules, ...availabilityRules, ...accessRules, ...referenceRules])(
  "$name",
  ({ name, find }) => {
    const namespace = readOne("monitoring-namespace.yaml");
    expect(find([...objects, namespace]).sort()).toEqual([...(EXCEPTIONS[name]?.[0] ?? [])].sort());
  },
);

test("two replicas, and no certificate to renew by hand", () => {
  expect(deployment?.replicas).toBe(2);
  const api = objects.find(({ kind }) => kind === "APIService")?.spec;
  expect(api).toMatchObject({
    group: "custom.metrics.k8s.io",
    service: { name: "prometheus-adapter", namespace: "monitoring" },
  });
});

test("the configuration has only rules for Pods", () => {
  const config = objects.find(({ kind }: Manifest) => kind === "ConfigMap")?.data?.["config.yaml"] ?? "";
  expect(Object.keys(parse(config) as object)).toEqual(["rules"]);
});
