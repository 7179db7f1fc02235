import type { PanelData, RunRecord } from "../record/record.ts";
import { charts, type Line } from "./chart.ts";
import { render } from "./render.ts";
import { inUnit } from "./units.ts";

const COLUMN = 62;
const ROW = 30;
const HEAD = 34;
const GAP = 8;

/** Every panel of the dashboard in its place, with its queries' results. */
export function dashboardPicture({ dashboard }: RunRecord): string {
  const { panels, began, step } = dashboard;
  const height = HEAD + Math.max(...panels.map(({ at }) => at.y + at.h)) * ROW + GAP;
  const seconds = step * (Math.max(...panels.flatMap(({ series }) => series.map(({ values }) => values.length))) - 1);
  const day = new Date(began * 1000).toISOString().slice(0, 16).replace("T", " ");
  const title = `webhook-app: the dashboard's queries from ${day} UTC on (a plot, not Grafana)`;
  const lines = ({ series }: PanelData): Line[] =>
    series.map(({ legend, values }) => ({ legend, points: values.map((value, index) => [index * step, value]) }));
  const plots = panels.filter(({ type }) => type !== "row" && type !== "stat");
  const graphic = [
    words(10, 10, title, 15),
    ...panels.filter(({ type }) => type === "row").flatMap(heading),
    ...panels.filter(({ type }) => type === "stat").flatMap(number),
  ];
  const drawn = charts(plots.map((panel) => ({ ...panel, ...boxOf(panel), lines: lines(panel), seconds })));
  return render(24 * COLUMN, height, title, { ...drawn, graphic });
}

function boxOf({ at }: PanelData) {
  const [x, y] = [at.x * COLUMN + GAP / 2, HEAD + at.y * ROW + GAP / 2];
  return { x, y, width: at.w * COLUMN - GAP, height: at.h * ROW - GAP };
}

function words(x: number, y: number, text: string, size: number) {
  return { type: "text" as const, x, y, style: { text, font: `600 ${size}px system-ui, sans-serif`, fill: "#1f2933" } };
}

function heading(panel: PanelData) {
  const { x, y, width, height } = boxOf(panel);
  return [
    words(x, y, panel.title, 14),
    { type: "rect" as const, shape: { x, y: y + height - 4, width, height: 1 }, style: { fill: "#cbd2d9" } },
  ];
}

/** A panel with one number: the newest value. */
function number(panel: PanelData) {
  const { x, y, width, height } = boxOf(panel);
  const newest = panel.series[0]?.values.findLast((value) => value !== null);
  const shown = newest == null ? "no data" : inUnit(newest, panel.unit);
  return [
    { type: "rect" as const, shape: { x, y, width, height, r: 3 }, style: { fill: "none", stroke: "#e4e7eb" } },
    words(x + 8, y + 8, panel.title, 12),
    words(x + width / 2 - shown.length * 7, y + height / 2 - 4, shown, 26),
  ];
}
