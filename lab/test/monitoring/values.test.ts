import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { pulledImages } from "../../src/monitoring/pulled-images.ts";
import type { Manifest } from "../../src/manifest.ts";
import { readOne, text } from "../../src/monitoring/part-b.ts";

/** `true`: the chart says nothing about what may stand below. */
type Keys = true | { [key: string]: Keys };

const chartKeys = JSON.parse(readFileSync(new URL("charts/keys.json", import.meta.url), "utf8")) as Record<
  string,
  { version: string; images: string[]; keys: Keys }
>;

test("Part B's README lists exactly the images that are pulled, and from where", () => {
  const [, section = ""] = text("README.md").split("## What it pulls from where");
  const [table = ""] = section.split("\n## ");
  const pulled = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, what]) => what);
  const charts = Object.entries(chartKeys).map(([chart, { version }]) => `${chart}-${version}.tgz`);
  const images = Object.values(chartKeys).flatMap(({ images }) => images);
  expect(new Set(pulled)).toEqual(new Set([...charts, ...images]));
});

test("the adapter's image there is the one of the rendered file", () => {
  expect(pulledImages(text("prometheus-metrics-adaptor.yaml"))).toEqual(chartKeys["prometheus-adapter"]?.images);
});

/** Below these the chart copies whatever it is given, beside what it has there itself. */
const COPIED = new Set([".alertmanager.config.global", ".grafana.grafana.ini.analytics", ".podSecurityContext"]);

/** Paths of `values` that the chart does not have. */
function unknownKeys(values: unknown, keys: Keys, path = ""): string[] {
  if (keys === true || COPIED.has(path) || typeof values !== "object" || values === null || Array.isArray(values))
    return [];
  return Object.entries(values).flatMap(([key, below]) => {
    const known = keys[key];
    return known === undefined ? [`${path}.${key}`] : unknownKeys(below, known, `${path}.${key}`);
  });
}

/** Paths of the `requests` in `values` that name memory and no disk. */
function requestsWithoutDisk(values: unknown, path = ""): string[] {
  if (typeof values !== "object" || values === null) return [];
  if ("memory" in values && path.endsWith(".requests")) return "ephemeral-storage" in values ? [] : [path];
  return Object.entries(values).flatMap(([key, below]) => requestsWithoutDisk(below, `${path}.${key}`));
}

describe.each([
  ["prometheus-grafana-values.yaml", "kube-prometheus-stack"],
  ["prometheus-metrics-adaptor-values.yaml", "prometheus-adapter"],
])("%s", (file, chart) => {
  const { version, keys } = chartKeys[chart]!;

  test(`is of ${chart} ${version}, and says so`, () => {
    expect(text(file)).toContain(`--version ${version} `);
  });

  test("sets only keys that the chart has", () => {
    expect(unknownKeys(readOne(file), keys)).toEqual([]);
  });

  test("requests disk wherever it requests memory, except where that is not passed on", () => {
    // The operator's options name CPU and memory only.
    const handedOnToNobody = [".prometheusOperator.prometheusConfigReloader.resources.requests"];
    const expected = chart === "kube-prometheus-stack" ? handedOnToNobody : [];
    expect(requestsWithoutDisk(readOne(file))).toEqual(expected);
  });

  test("sets nothing to the chart's default", () => {
    const overrides = JSON.stringify(readOne(file));
    expect(overrides.length).toBeLessThan(6000);
  });
});

test("a key with a typo is found anywhere", () => {
  const { keys } = chartKeys["kube-prometheus-stack"]!;
  const values = {
    grafana: { sidecar: { dashboards: { searchNamespaces: "monitoring" } } },
    prometheus: { prometheusSpec: { retention: "15d", retentionsize: "8GB", storageSpec: { anything: {} } } },
  };
  expect(unknownKeys(values, keys)).toEqual([
    ".grafana.sidecar.dashboards.searchNamespaces",
    ".prometheus.prometheusSpec.retentionsize",
  ]);
});

interface Stack {
  prometheus: { prometheusSpec: { retentionSize: string; storageSpec: Claim } };
  grafana: { admin: object; sidecar: { dashboards: { searchNamespace: string; folderAnnotation: string } } };
}

interface Claim {
  volumeClaimTemplate: { spec: { resources: { requests: { storage: string } } } };
}

const stack = readOne<Stack>("prometheus-grafana-values.yaml");

test("Prometheus deletes by size before its volume is full", () => {
  const { retentionSize, storageSpec } = stack.prometheus.prometheusSpec;
  const { storage } = storageSpec.volumeClaimTemplate.spec.resources.requests;
  expect(retentionSize).toMatch(/^\d+GB$/);
  expect(storage).toMatch(/^\d+Gi$/);
  expect(Number.parseInt(retentionSize, 10)).toBeLessThanOrEqual(0.85 * Number.parseInt(storage, 10));
});

test("Grafana's sidecar finds the dashboard", () => {
  const { metadata } = readOne<Manifest & { metadata: { annotations: Record<string, string> } }>(
    "webhook-app-dashboard.yaml",
  );
  const { searchNamespace, folderAnnotation } = stack.grafana.sidecar.dashboards;
  expect(metadata.namespace).toBe(searchNamespace);
  // The chart's own label and value.
  expect(metadata.labels).toEqual({ grafana_dashboard: "1" });
  expect(metadata.annotations[folderAnnotation]).toBeTruthy();
});

test("the values contain no password and no URL with a token", () => {
  for (const file of ["prometheus-grafana-values.yaml", "prometheus-metrics-adaptor-values.yaml"]) {
    expect(text(file)).not.toMatch(
      /(adminPassword|(?<!rocketchat_)api_url|[^_]\burl: https?:\/\/(?!prometheus-operated))/,
    );
  }
});
