import { parse } from "yaml";

import { readAll } from "./part-b.ts";

export interface AdapterRule {
  seriesQuery: string;
  resources: { overrides: Record<string, { resource: string }> };
  name: { matches: string; as: string };
  metricsQuery: string;
}

/** The rules in the rendered adapter's configuration. */
export function adapterRules(): AdapterRule[] {
  const config = readAll("prometheus-metrics-adaptor.yaml").find(({ kind }) => kind === "ConfigMap")?.data?.[
    "config.yaml"
  ];
  return (parse(config ?? "") as { rules: AdapterRule[] }).rules;
}

export const seriesOf = ({ seriesQuery }: AdapterRule): string => seriesQuery.replace(/\{.*$/, "");

/** The name under which the custom metrics API offers the rule's series: pkg/naming of prometheus-adapter 0.12. */
export function metricName(rule: AdapterRule): string {
  const { matches, as } = rule.name;
  return seriesOf(rule).replace(new RegExp(matches), as.replaceAll(/\$\{(\d+)\}/g, "$$$1"));
}

/** The query for all Pods of a namespace, into which the adapter turns the HPA's request. */
export function podsQuery(rule: AdapterRule, namespace: string, pods: string[]): string {
  const label = (resource: string) =>
    Object.entries(rule.resources.overrides).find(([, target]) => target.resource === resource)?.[0] ??
    `no ${resource}`;
  return rule.metricsQuery
    .replaceAll("<<.Series>>", seriesOf(rule))
    .replaceAll("<<.LabelMatchers>>", `${label("namespace")}="${namespace}",${label("pod")}=~"${pods.join("|")}"`)
    .replaceAll("<<.GroupBy>>", label("pod"));
}
