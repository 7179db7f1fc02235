import { beforeAll, describe, expect, test } from "vitest";

import { idOf } from "../manifests/support/manifest.ts";
import { manifests } from "../manifests/support/repository.ts";
import { adapterRules, metricName, seriesOf } from "../../src/monitoring/adapter-rules.ts";
import { type MetricsPage, readMetricsPage } from "./support/metrics-page.ts";
import { panelQueries, readOne, rules } from "../../src/monitoring/part-b.ts";
import { fits, type Selector, selectorsOf, withoutVariables } from "../../src/monitoring/promql.ts";

/** What others than the service say, each with the labels that are asked for. */
const OF_OTHERS: Record<string, string[]> = {
  // Prometheus itself.
  up: [],
  // kube-state-metrics 2.15 and later: docs/metrics in https://github.com/kubernetes/kube-state-metrics.
  kube_cronjob_created: ["cronjob"],
  kube_cronjob_status_last_successful_time: ["cronjob"],
  kube_horizontalpodautoscaler_spec_max_replicas: ["horizontalpodautoscaler"],
  kube_horizontalpodautoscaler_spec_min_replicas: ["horizontalpodautoscaler"],
  kube_horizontalpodautoscaler_spec_target_metric: ["horizontalpodautoscaler", "metric_name", "metric_target_type"],
  kube_horizontalpodautoscaler_status_condition: ["horizontalpodautoscaler", "condition", "status"],
  kube_horizontalpodautoscaler_status_current_replicas: ["horizontalpodautoscaler"],
  kube_horizontalpodautoscaler_status_desired_replicas: ["horizontalpodautoscaler"],
  kube_horizontalpodautoscaler_status_target_metric: ["horizontalpodautoscaler", "metric_name", "metric_target_type"],
};

/** Labels that a scrape adds, and that kube-state-metrics has for an object. */
const OF_THE_TARGET = new Set(["namespace", "pod", "service", "job", "instance", "container", "endpoint"]);

interface Autoscaler {
  metrics: { type: string; pods: { metric: { name: string } } }[];
}

const hpa = manifests.find(({ kind }) => kind === "HorizontalPodAutoscaler")?.spec as Autoscaler;
const recorded = new Set(rules.map(({ record }) => record));

/** The histogram that a series belongs to, or its own name. */
const familyOf = (metric: string): string => metric.replace(/_(bucket|sum|count)$/, "");

let page: MetricsPage;
beforeAll(async () => {
  page = await readMetricsPage();
}, 30_000);

/** Whether somebody shows such a series: the service with these values of its labels, or another with these labels. */
function isShown({ metric, matchers }: Selector): boolean {
  if (recorded.has(metric)) return true;
  const asked = Object.entries(matchers).filter(([label]) => !OF_THE_TARGET.has(label));
  const others = OF_OTHERS[metric];
  if (others !== undefined) return asked.every(([label]) => others.includes(label));
  const series = page.get(metric) ?? [];
  return series.some((labels) => asked.every(([label, matcher]) => fits(matcher, labels[label] ?? "")));
}

describe("every series that is read exists in a started service, or is a named one of others", () => {
  const keda = (readOne("keda-scaled-object.yaml").spec as { triggers: { metadata: { query: string } }[] }).triggers;
  const expressions = [
    ...rules.map(({ alert, record, expr }) => [alert ?? record ?? "", expr] as const),
    ...panelQueries.map(({ title, expr }) => [title, withoutVariables(expr)] as const),
    ...adapterRules().map((rule) => ["adapter", rule.seriesQuery] as const),
    ...keda.map(({ metadata }) => ["KEDA", metadata.query] as const),
  ];

  test.each(expressions)("%s: %s", (_, expr) => {
    expect(selectorsOf(expr).filter((selector) => !isShown(selector))).toEqual([]);
  });

  test("and has the labels by which results are grouped", () => {
    const unknown = expressions.flatMap(([, expr]) => {
      const labels = new Set(
        selectorsOf(expr).flatMap(({ metric }) => [
          ...Object.keys(page.get(metric)?.[0] ?? {}),
          ...(OF_OTHERS[metric] ?? []),
        ]),
      );
      const grouped = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, by = ""]) => by.split(", "));
      return grouped.filter((label) => !labels.has(label) && !OF_THE_TARGET.has(label)).map((l) => `${l}: ${expr}`);
    });
    expect(unknown).toEqual([]);
  });
});

test("each of the service's own metrics is in a panel or a rule", () => {
  const exprs = [...rules.map(({ expr }) => expr), ...panelQueries.map(({ expr }) => expr)];
  const read = new Set(exprs.flatMap((expr) => selectorsOf(withoutVariables(expr)).map(({ metric }) => metric)));
  const families = new Set([...page.keys()].map(familyOf).filter((name) => !/^(process|nodejs)_/.test(name)));
  const shown = new Set([...read].map(familyOf));
  expect([...families].filter((family) => !shown.has(family))).toEqual([]);
});

test("no metric of the service has a label that a scrape sets, which would be renamed to exported_…", () => {
  const taken = [...page].filter(([, series]) =>
    series.some((labels) => Object.keys(labels).some((l) => OF_THE_TARGET.has(l))),
  );
  expect(taken.map(([name]) => name)).toEqual([]);
});

test("the HPA uses exactly the metrics that the adapter's rules offer", () => {
  const asked = hpa.metrics.map(({ pods }) => pods.metric.name);
  expect(adapterRules().map(metricName).sort()).toEqual([...asked].sort());
  expect(new Set(hpa.metrics.map(({ type }) => type))).toEqual(new Set(["Pods"]));
});

test("the adapter's series exist with 0 before the first webhook, so that the HPA can scale down", () => {
  expect(
    adapterRules()
      .map(seriesOf)
      .filter((metric) => !page.has(metric)),
  ).toEqual([]);
});

test("the canary in an alert exists, and has missed three runs by then", () => {
  const canary = manifests.find((manifest) => idOf(manifest) === "webhook-app/CronJob/canary");
  const { schedule } = (canary?.spec ?? { schedule: "none" }) as { schedule: string };
  const minutes = Number(/^\*\/(\d+) \* \* \* \*$/.exec(schedule)?.[1]);
  const { expr = "" } = rules.find(({ alert }) => alert === "WebhookAppCanaryFailing") ?? {};
  expect(expr).toContain('namespace="webhook-app",cronjob="canary"');
  expect([...expr.matchAll(/> (\d+)/g)].map(([, seconds]) => Number(seconds))).toEqual([180 * minutes, 180 * minutes]);
});
