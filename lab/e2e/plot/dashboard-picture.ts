import type { PanelData, RunRecord } from "../record/record.ts";
import { chart, type Line, single } from "./chart.ts";
import { line, picture, text } from "./svg.ts";

const COLUMN = 62;
const ROW = 30;
const HEAD = 34;
const GAP = 8;

/** Every panel of the dashboard in its place, with what its queries answered. */
export function dashboardPicture({ dashboard }: RunRecord): string {
  const { panels, began, step } = dashboard;
  const height = HEAD + Math.max(...panels.map(({ at }) => at.y + at.h)) * ROW + GAP;
  const seconds = step * (Math.max(...panels.flatMap(({ series }) => series.map(({ values }) => values.length))) - 1);
  const day = new Date(began * 1000).toISOString().slice(0, 16).replace("T", " ");
  const title = `webhook-app: the dashboard's queries from ${day} UTC on (a plot, not Grafana)`;
  const drawn = panels.flatMap((panel) => drawnPanel(panel, step, seconds));
  return picture(24 * COLUMN, height, title, [
    text(10, 22, title, { style: "font-size:15px", class: "title" }),
    ...drawn,
  ]);
}

function drawnPanel({ title, type, unit, at, limit, series }: PanelData, step: number, seconds: number): string[] {
  const x = at.x * COLUMN + GAP / 2;
  const y = HEAD + at.y * ROW + GAP / 2;
  const box = { x, y, width: at.w * COLUMN - GAP, height: at.h * ROW - GAP };
  if (type === "row") {
    const below = y + box.height - 4;
    return [
      text(x, below - 6, title, { style: "font-size:14px", class: "title" }),
      line(x, below, x + box.width, below, { stroke: "#cbd2d9" }),
    ];
  }
  const lines = series.map(({ legend, values }): Line => {
    return { legend, points: values.map((value, index) => [index * step, value]) };
  });
  if (type === "stat") return single({ ...box, title, unit, lines });
  return chart({ ...box, title, unit, seconds, lines, limit });
}
