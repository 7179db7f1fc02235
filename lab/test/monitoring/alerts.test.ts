import { copyFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";

import type { Manifest } from "../../src/manifest.ts";
import { alerts, PART_B, prometheusRule, rules, text } from "../../src/monitoring/part-b.ts";
import { inTemporaryFolder, run, withoutKubectl, withoutPromtool } from "./support/programs.ts";
import { selectorsOf, syntaxErrors } from "../../src/monitoring/promql.ts";

interface UnitTest {
  promql_expr_test?: { expr: string; exp_samples: object[] }[];
}

const TESTS = "webhook-app-alerts.test.yaml";
const { tests } = parse(text(TESTS)) as { tests: UnitTest[] };

test.each(rules.map((rule) => [rule.alert ?? rule.record, rule.expr]))("%s is PromQL", (_, expr) => {
  expect(syntaxErrors(expr ?? "")).toEqual([]);
});

test.each(alerts)(
  "$alert says what happened, how bad it is and where to read more",
  ({ alert, labels, annotations }) => {
    expect(["critical", "warning"]).toContain(labels?.["severity"]);
    expect(annotations?.["summary"]?.length).toBeGreaterThan(10);
    expect(annotations?.["summary"]).not.toMatch(/\.$/);
    expect(annotations?.["description"]?.trim()).toMatch(/\.$/);
    expect(annotations?.["runbook_url"]).toMatch(new RegExp(`^runbook\\.md#${alert.toLowerCase()}$`));
  },
);

test("RUNBOOK_URL is reachable by browsers, not a name inside the cluster", () => {
  const url = new URL(/^RUNBOOK_URL=(\S+)$/m.exec(text("settings.env"))?.[1] ?? "");
  expect(url.href).toMatch(/\/part-b\/runbook\.md$/);
  expect(url.hostname).not.toMatch(/\.svc|\.local$/);
});

/** What `kubectl apply -k` applies with these settings in place of the lab's. */
function appliedWith(settings: Record<string, string>): Manifest[] {
  return inTemporaryFolder((folder) => {
    cpSync(PART_B, folder, { recursive: true });
    const changed = Object.entries(settings).reduce(
      (lines, [name, value]) => lines.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`),
      text("settings.env"),
    );
    writeFileSync(join(folder, "settings.env"), changed);
    return parseAllDocuments(run("kubectl", ["kustomize", folder])).map((object) => object.toJS() as Manifest);
  });
}

test.skipIf(withoutKubectl)("a Rocket.Chat elsewhere gets the alerts, and no part of the lab does", () => {
  const elsewhere = { ROCKETCHAT_URL: "https://chat.example.com/", ALERTS_TO: "#on-call" };
  const routing = appliedWith(elsewhere).find(({ kind }) => kind === "AlertmanagerConfig");
  expect(routing?.spec).toMatchObject({
    receivers: [{ rocketchatConfigs: [{ apiURL: "https://chat.example.com/", channel: "#on-call" }] }],
  });
  expect(JSON.stringify(routing)).not.toContain(".svc.");
});

test.skipIf(withoutKubectl)("what `kubectl apply -k` applies has RUNBOOK_URL in the link of each alert", () => {
  const objects = appliedWith({ RUNBOOK_URL: "https://gitlab.example.com/ops/runbook.md" });
  const rule = objects.find(({ kind }) => kind === "PrometheusRule") as typeof prometheusRule;
  const links = rule.spec.groups.flatMap((group) => group.rules).map(({ annotations }) => annotations?.["runbook_url"]);
  expect(links.filter((link) => link !== undefined)).toEqual(
    alerts.map(({ alert }) => `https://gitlab.example.com/ops/runbook.md#${alert.toLowerCase()}`),
  );
  expect(objects.map(({ metadata }) => metadata.name)).not.toContain("settings");
});

test("the runbook has a section for each alert and for no other, with three commands each", () => {
  const sections = text("runbook.md").split(/^## /m).slice(1);
  expect(sections.map((section) => section.slice(0, section.indexOf("\n")))).toEqual(alerts.map(({ alert }) => alert));
  expect(sections.filter((section) => section.match(/^\d\. `[^`]+`$/gm)?.length !== 3)).toEqual([]);
});

test("every alert keeps its namespace, without which no AlertmanagerConfig routes it", () => {
  const lost = alerts.filter(
    ({ expr, labels = {} }) =>
      labels["namespace"] !== prometheusRule.metadata.namespace &&
      /\b(sum|max|min|count|avg)\b/.test(expr) &&
      [...expr.matchAll(/\bby \(([^)]*)\)/g)].some(([, by = ""]) => !by.split(", ").includes("namespace")),
  );
  expect(lost.map(({ alert }) => alert)).toEqual([]);
});

test("a recorded series that a rule reads is recorded", () => {
  const recorded = new Set(rules.map(({ record }) => record));
  const read = rules
    .flatMap(({ expr }) => selectorsOf(expr).map(({ metric }) => metric))
    .filter((m) => m.includes(":"));
  expect(read.filter((metric) => !recorded.has(metric))).toEqual([]);
});

test.each(alerts)("$alert is tested: silent, then firing, then silent again", ({ alert }) => {
  const name = new RegExp(`alertname="${alert}"|alertname=~"WebhookAppDeliveryBudget`);
  const fires = tests.map(({ promql_expr_test: checks = [] }) =>
    checks
      .filter((check) => name.test(JSON.stringify(check).replaceAll('\\"', '"')))
      .map((c) => c.exp_samples.length > 0),
  );
  expect(fires.map((stages) => stages.join(" "))).toContainEqual(expect.stringContaining("false true false"));
});

test.skipIf(withoutPromtool)(
  "promtool accepts the rules, and every unit test of them passes",
  () => {
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "rules.yaml"), stringify(prometheusRule.spec));
      copyFileSync(join(PART_B, TESTS), join(folder, TESTS));
      expect(run("promtool", ["check", "rules", join(folder, "rules.yaml")])).toContain(
        `${String(rules.length)} rules found`,
      );
      expect(run("promtool", ["test", "rules", join(folder, TESTS)])).toContain("SUCCESS");
    });
  },
  120_000,
);
