import { adapterRules, metricName, podsQuery } from "../../src/monitoring/adapter-rules.ts";
import { dashboard } from "../../src/monitoring/part-b.ts";
import { filledIn } from "../checks/every-query.ts";
import { queryRange, type Series } from "../monitoring/prometheus.ts";
import { type PanelData, rounded, type RunRecord } from "./record.ts";

/** The service's scrape interval: nothing changes in between. */
const STEP = 15;

/** The parts of a panel that are drawn; see Grafana's dashboard JSON. */
interface Panel {
  title: string;
  type: string;
  gridPos: PanelData["at"];
  fieldConfig?: { defaults: { unit?: string; thresholds?: { steps: { value: number | null }[] } } };
  targets?: { expr: string; legendFormat?: string }[];
}

/** Runs every query of the dashboard for the time of the run. */
export async function dashboardData(began: number, ended: number): Promise<RunRecord["dashboard"]> {
  const count = Math.floor((ended - began) / STEP) + 1;
  const panels: PanelData[] = [];
  for (const { title, type, gridPos, fieldConfig, targets = [] } of dashboard.panels as Panel[]) {
    const series: PanelData["series"] = [];
    for (const { expr, legendFormat } of targets) {
      const answers = await queryRange(filledIn(expr), began, ended, STEP);
      series.push(
        ...answers.map((one) => ({ legend: legendOf(legendFormat, one), values: column(one, began, count) })),
      );
    }
    const { unit = "none", thresholds } = fieldConfig?.defaults ?? {};
    panels.push({ title, type, unit, at: gridPos, limit: thresholds?.steps[1]?.value ?? null, series });
  }
  return { began, step: STEP, panels, means: await means(began, ended, count) };
}

/** The adapter's own queries, averaged over Pods like in the HPA. */
async function means(began: number, ended: number, count: number): Promise<RunRecord["dashboard"]["means"]> {
  const found = adapterRules().map(async (rule): Promise<[string, (number | null)[]]> => {
    const expr = `avg(${podsQuery(rule, "webhook-app", [".+"])})`;
    const [series = { metric: {} }] = await queryRange(expr, began, ended, STEP);
    return [metricName(rule), column(series, began, count)];
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Fills in Grafana's {{label}}; the last part of a Pod's name distinguishes Pods. */
function legendOf(format = "", { metric }: Series): string {
  return format
    .replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? "")
    .replaceAll(/webhook-app-[a-z0-9]+-/g, "")
    .trim();
}

/** Values at each step; null if there is none. */
function column({ values = [] }: Series, began: number, count: number): (number | null)[] {
  const result: (number | null)[] = Array.from({ length: count }, () => null);
  for (const [at, value] of values) {
    const number = Number(value);
    result[Math.round((at - began) / STEP)] = Number.isFinite(number) ? rounded(number) : null;
  }
  return result;
}
