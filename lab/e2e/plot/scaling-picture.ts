import type { EChartsOption } from "echarts";
import type { RunRecord } from "../record/record.ts";
import { charts, INSET } from "./chart.ts";
import { render } from "./render.ts";
import { scalingCharts } from "./scaling-charts.ts";

const WIDTH = 1100;
const HEAD = 112;
/** How many marks are placed below one another before the next one is at the top again. */
const ROWS = 4;

/** Load, both metrics with their targets, and replicas over the time of the run, with the actions. */
export function scalingPicture(record: RunRecord): string {
  const began = record.samples[0]?.[0] ?? 0;
  const seconds = (record.samples.at(-1)?.[0] ?? 0) - began;
  const marks = record.marks.map(({ at }) => at - began);
  let y = HEAD;
  const all = scalingCharts(record, began, seconds).map(({ height, ...one }) => {
    y += height;
    return { ...one, x: 0, y: y - height, width: WIDTH, height, seconds, marks };
  });
  const day = new Date(began * 1000).toISOString().slice(0, 16).replace("T", " ");
  const title = `webhook-app scales on its own metrics; minute 0 is ${day} UTC`;
  return render(WIDTH, y, title, { ...charts(all), graphic: [...words(record, began, seconds), heading(title)] });
}

function heading(text: string) {
  return { type: "text" as const, x: 10, y: 10, style: { text, font: "600 15px system-ui, sans-serif" } };
}

/** The actions, above the charts, each at its time. */
function words({ marks }: RunRecord, began: number, seconds: number) {
  return marks.map(({ at, text }, index) => {
    const x = INSET.left + ((at - began) / seconds) * (WIDTH - INSET.left - INSET.right);
    const align = x > WIDTH * 0.9 ? ("right" as const) : ("left" as const);
    const style = { text, align, font: "12px system-ui, sans-serif", fill: "#1f2933" };
    return { type: "text" as const, x: x + 3, y: 38 + (index % ROWS) * 16, style };
  }) satisfies EChartsOption["graphic"];
}
