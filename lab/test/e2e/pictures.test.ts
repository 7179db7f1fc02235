import { describe, expect, test } from "vitest";

import { IN_FLIGHT, PER_SECOND } from "../../e2e/monitoring/hpa.ts";
import { charts } from "../../e2e/plot/chart.ts";
import { dashboardPicture } from "../../e2e/plot/dashboard-picture.ts";
import { render } from "../../e2e/plot/render.ts";
import { scalingPicture } from "../../e2e/plot/scaling-picture.ts";
import { inUnit } from "../../e2e/plot/units.ts";
import type { RunRecord } from "../../e2e/record/record.ts";
import { reportText } from "../../e2e/record/report-text.ts";

const BEGAN = 1_795_700_000;
const record: RunRecord = {
  autoscaler: { min: 2, max: 10, targets: { [IN_FLIGHT]: 8, [PER_SECOND]: 10 }, stabilizationSeconds: 300 },
  loads: [{ name: "fast", perSecond: 48, began: BEGAN + 3, ended: BEGAN + 9, acknowledged: 288 }],
  marks: [{ at: BEGAN + 3, text: "fast: <48/s>" }],
  metrics: [IN_FLIGHT, PER_SECOND],
  samples: [
    [BEGAN, 2, 2, 1, 0, 0],
    [BEGAN + 3, 2, 2, 1, null, null],
    [BEGAN + 6, 4, 2, 1, 0.5, 17],
    [BEGAN + 9, 4, 4, 1, 0.5, 12],
  ],
  dashboard: {
    began: BEGAN,
    step: 15,
    means: { [IN_FLIGHT]: [0, 1], [PER_SECOND]: [0, 2] },
    panels: [
      { title: "Now", type: "row", unit: "none", at: { x: 0, y: 0, w: 24, h: 1 }, limit: null, series: [] },
      panel("Pending", "stat", [{ legend: "", values: [3, 7] }]),
      panel("Nothing yet", "stat", []),
      panel("Lag", "timeseries", [{ legend: "p99", values: [0.004, null] }]),
    ],
  },
};

function panel(title: string, type: string, series: RunRecord["dashboard"]["panels"][number]["series"]) {
  return { title, type, unit: "s", at: { x: 0, y: 1, w: 8, h: 8 }, limit: null, series };
}

describe("the picture of scaling", () => {
  const svg = scalingPicture(record);

  test("names both metrics, their targets and what was done, as text", () => {
    for (const words of [IN_FLIGHT, PER_SECOND, "target 8", "target 10", "minimum 2", "fast: &lt;48/s&gt;"]) {
      expect(svg).toContain(words);
    }
  });

  test("holds no NaN", () => expect(svg).not.toContain("NaN"));
});

test("a line has a gap where there is no value, and a dot for a value that stands alone", () => {
  const colour = "#123456";
  const points = [1, 1, null, 3, 2, null, 7, null].map((value, index): [number, number | null] => [index * 30, value]);
  const place = { x: 0, y: 0, width: 500, height: 200, title: "gaps", unit: "none", seconds: 240 };
  const svg = render(500, 200, "gaps", charts([{ ...place, lines: [{ legend: "", points, colour }] }]));
  const lines = [...svg.matchAll(/<path d="([^"]*)"[^>]*stroke="#123456"/g)].map(([, path]) => path);
  expect(lines[0]?.match(/M[^M]*L/g)).toHaveLength(2);
  expect(svg.match(/<(?:path|circle)[^>]*fill="#123456"/g)).toHaveLength(1);
});

test("the picture of the dashboard shows each panel, a number's newest value, and says that it is not Grafana", () => {
  const svg = dashboardPicture(record);
  for (const words of ["Now", "Pending", "7 s", "no data", "Lag", "p99", "not Grafana"]) expect(svg).toContain(words);
  expect(svg).not.toContain("NaN");
});

test("the report has a row for each check and counts the webhooks", () => {
  const checks = [{ name: "a | b", seconds: 1.4, detail: "one\n        two" }];
  const text = reportText(record, checks, [["service", "Node.js v24"]]);
  expect(text).toContain("| a \\| b | 1 | one<br>two |");
  expect(text).toContain("288 webhooks came in");
});

test.each([
  [0.25, "percentunit", "25 %"],
  [0.0042, "s", "4.2 ms"],
  [90_177_536, "bytes", "86 MiB"],
  [1234, "short", "1.23k"],
  [12, "reqps", "12/s"],
])("%d %s is written %s", (value, unit, written) => {
  expect(inUnit(value, unit)).toBe(written);
});
