import { describe, expect, test } from "vitest";

import { dashboardFile } from "../../src/monitoring/dashboard/config-map.ts";
import { dashboard, panelQueries, panels, text } from "../../src/monitoring/part-b.ts";
import { type Selector, selectorsOf, syntaxErrors, withoutVariables } from "../../src/monitoring/promql.ts";

test("the file is up to date with its source; `npm run generate` in lab/ writes it", () => {
  expect(text("webhook-app-dashboard.yaml")).toBe(dashboardFile());
});

/** Read without the variables `job` and `instance`: what it is about has neither. */
const ABOUT_NO_POD = /^(kube_|namespace_job:)/;

/** Of the Pods that were picked, a counter as its rate, and no range but for a rate. */
function isByTheRules({ metric, matchers, range, inside }: Selector): boolean {
  const isPicked = matchers["job"] === '=~".+"' && matchers["instance"] === '=~".+"';
  const isRate = inside === "rate" && range === "1m";
  return (isPicked || ABOUT_NO_POD.test(metric)) && (isRate || (range === undefined && !metric.endsWith("_total")));
}

// The rules of https://github.com/grafana/dashboard-linter (docs/rules), each stated for all panels at once.
/** Named by this service alone; `http_…`, `process_…` and `nodejs_…` are shown by others, too. */
const OURS = /^(webhooks?|notifications?|outbox|relay|rocketchat|recipients|log_lines)_/;

test.each(panelQueries)("$title shows only this service, even if all targets are selected: $expr", ({ expr }) => {
  const selectors = selectorsOf(withoutVariables(expr)).map(({ metric }) => metric);
  const ofOthers = selectors.filter((metric) => !OURS.test(metric) && !ABOUT_NO_POD.test(metric));
  expect(ofOthers.length === 0 || expr.includes(" and on (job, instance) webhook_app_info{")).toBe(true);
});

describe("the rules of dashboard-linter", () => {
  test("a Prometheus can be selected, and job and instance of its targets", () => {
    const variables = dashboard.templating.list;
    expect(variables.map(({ name, label, type }) => [name, label, type])).toEqual([
      ["datasource", "Data source", "datasource"],
      ["job", "Job", "query"],
      ["instance", "Instance", "query"],
    ]);
    expect(variables[0]?.query).toBe("prometheus");
    for (const variable of variables.slice(1)) {
      // 2: on a change of the time range, so that Pods of the past can be picked.
      expect(variable).toMatchObject({ multi: true, refresh: 2, datasource: { uid: "$datasource" } });
      expect(variable.allValue).toBe(".+");
    }
  });

  test("the dashboard is not editable, because the next start would overwrite changes", () => {
    expect(dashboard).toMatchObject({ editable: false, uid: "webhook-app" });
  });

  test.each(panels)("$title: description, unit, data source, queries", (panel) => {
    expect(panel.title).not.toBe("");
    // What it shows, and what a bad value means: one sentence is not enough for both.
    expect(panel.description?.match(/[.:;]/g)?.length).toBeGreaterThanOrEqual(2);
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
    expect(panel.datasource?.uid).toBe("$datasource");
    expect(panel.targets?.length).toBeGreaterThan(0);
    expect(panel.targets?.map(({ datasource }) => datasource.uid)).toEqual(panel.targets?.map(() => "$datasource"));
  });

  test.each(panelQueries)("$title: $expr", ({ expr }) => {
    expect(syntaxErrors(withoutVariables(expr))).toEqual([]);
    expect(selectorsOf(withoutVariables(expr)).filter((selector) => !isByTheRules(selector))).toEqual([]);
    // There each range stands for the variable; none may be written by hand.
    expect(expr).not.toMatch(/\[\d/);
  });
});

test("no two panels have the same title or id, or overlap", () => {
  const all = dashboard.panels;
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const cells = all.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${String(x + (cell % w))},${String(y + Math.floor(cell / w))}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
