import assert from "node:assert/strict";
import { panelQueries, rules } from "../../src/monitoring/part-b.ts";
import { selectorsOf } from "../../src/monitoring/promql.ts";
import { query } from "../monitoring/prometheus.ts";

/** Series that do not exist in this run, and why. */
const NOT_CHECKED: Record<string, string> = {
  kube_cronjob_status_last_successful_time: "the canary is suspended",
};

/** Fills in Grafana's variables: a step of at least four scrapes, and all Pods of the service. */
export function filledIn(expr: string): string {
  return expr.replaceAll("$__rate_interval", "1m").replaceAll("$job", "webhook-app").replaceAll("$instance", ".+");
}

/** A panel that shows only faults is empty while all is well: without its comparison it must have data. */
export function withoutComparison(expr: string): string {
  return expr.replace(/\s*(?:[<>]=?|[!=]=)\s*[\d.]+$/, "");
}

/**
 * Every panel's query returns data, and so does every series that a rule reads. (An alert's own expression returns
 * nothing while all is well.)
 */
export async function everyQuery(): Promise<string> {
  const queries = panelQueries.map(({ title, expr }) => ({
    name: `panel ${title}`,
    expr: withoutComparison(filledIn(expr)),
  }));
  const series = rules.flatMap(({ alert, record, expr }) =>
    selectorsOf(expr).map(({ metric, matchers }) => {
      const labels = Object.entries(matchers).map(([label, matcher]) => label + matcher);
      return { name: `rule ${alert ?? record}`, metric, expr: `${metric}{${labels.join(",")}}` };
    }),
  );
  const skipped = series.filter(({ metric }) => metric in NOT_CHECKED);
  const checked = [...queries, ...series.filter((one) => !skipped.includes(one))];
  const distinct = new Map(checked.map((one) => [one.expr, one]));
  const empty: string[] = [];
  for (const { name, expr } of distinct.values()) {
    if ((await query(expr)).length === 0) empty.push(`${name}: ${expr}`);
  }
  for (const { expr } of rules) await query(expr);
  assert.deepEqual(empty, [], "these return nothing");
  const left = [...new Set(skipped.map(({ metric }) => `${metric} (${NOT_CHECKED[metric]})`))];
  return `${panelQueries.length} queries of panels and the series of ${rules.length} rules; not checked: ${left.join(", ")}`;
}
