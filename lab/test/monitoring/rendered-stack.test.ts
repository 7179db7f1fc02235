import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

import { pulledImages } from "../../src/monitoring/pulled-images.ts";
import { containerRules } from "../manifests/rules/containers.ts";
import type { Manifest } from "../../src/manifest.ts";
import { workloadsOf } from "../manifests/support/manifest.ts";
import { validator } from "../manifests/support/schemas.ts";
import { customResourceErrors } from "./support/custom-resources.ts";
import { PART_B, readOne } from "../../src/monitoring/part-b.ts";
import { charts, inTemporaryFolder, run, withoutHelm } from "./support/programs.ts";

interface Values {
  prometheus: { prometheusSpec: { storageSpec: object } };
}

const { storageSpec } = readOne<Values>("prometheus-grafana-values.yaml").prometheus.prometheusSpec;

/** Kinds of the rendered stack that no schema here is for. */
const NOT_CHECKED = new Set([
  "CustomResourceDefinition",
  "Prometheus",
  "Alertmanager",
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "Secret",
]);

describe.skipIf(withoutHelm)("kube-prometheus-stack rendered with the values", { timeout: 60_000 }, () => {
  const options = ["-n", "monitoring", "-f", join(PART_B, "prometheus-grafana-values.yaml")];
  const render = () =>
    parseAllDocuments(
      run("helm", ["template", "kube-prometheus-stack", join(charts!, "kube-prometheus-stack"), ...options]),
    )
      .map((document) => document.toJS() as Manifest | null)
      .filter((object) => object !== null);

  test("has the images that were recorded from it", () => {
    const rendered = run("helm", [
      "template",
      "kube-prometheus-stack",
      join(charts!, "kube-prometheus-stack"),
      ...options,
    ]);
    const cut = readFileSync(new URL("charts/keys.json", import.meta.url), "utf8");
    const { "kube-prometheus-stack": chart } = JSON.parse(cut) as Record<string, { images: string[] }>;
    expect(pulledImages(rendered)).toEqual(chart?.images);
  });

  test("fits the schemas", () => {
    const validate = validator("1.34");
    const wrong = render()
      .filter(({ kind }) => !NOT_CHECKED.has(kind))
      .flatMap((object) => {
        const errors = object.apiVersion.startsWith("monitoring.") ? customResourceErrors(object) : validate(object);
        return errors.map((error) => `${object.kind} ${object.metadata.name}: ${error}`);
      });
    expect(wrong).toEqual([]);
  });

  test("requests CPU, memory and disk for every container, and limits memory", () => {
    const sizes = containerRules.filter(({ name }) => /^(CPU|memory|ephemeral-storage) (request|limit)$/.test(name));
    expect(sizes).toHaveLength(4);
    const objects = render();
    expect(workloadsOf(objects).length).toBeGreaterThan(3);
    expect(sizes.flatMap(({ name, find }) => find(objects).map((id) => `${id}: ${name}`))).toEqual([]);
  });

  test("selects ServiceMonitors and rules of every team, and keeps its data", () => {
    const prometheus = render().find(({ kind }) => kind === "Prometheus")?.spec as Record<string, unknown>;
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"]) {
      expect(prometheus).toMatchObject({ [`${kind}Selector`]: {}, [`${kind}NamespaceSelector`]: {} });
      expect(prometheus[`${kind}Selector`]).toEqual({});
    }
    expect(prometheus).toMatchObject({ retention: "15d", storage: storageSpec });
  });

  test("reads no Secret of another namespace, and has no password of its own", () => {
    const objects = render();
    const readers = objects.filter(
      (object) =>
        object.kind === "ClusterRole" &&
        object.metadata.name.includes("grafana") &&
        JSON.stringify(object).includes('"secrets"'),
    );
    expect(readers.map(({ metadata }) => metadata.name)).toEqual([]);
    const secrets = objects.filter((object) => object.kind === "Secret").map(({ metadata }) => metadata.name);
    expect(secrets).toEqual(["alertmanager-kube-prometheus-stack-alertmanager"]);
  });

  test("gives Alertmanager a configuration that amtool accepts", () => {
    const secret = render().find(({ metadata }) => metadata.name === "alertmanager-kube-prometheus-stack-alertmanager");
    const content = Buffer.from(secret?.data?.["alertmanager.yaml"] ?? "", "base64").toString();
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "alertmanager.yaml"), content);
      expect(run("amtool", ["check-config", join(folder, "alertmanager.yaml")])).toContain("SUCCESS");
    });
  });
});
