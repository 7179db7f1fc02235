import type { RunRecord } from "../record/record.ts";
import { chart } from "./chart.ts";
import { drawnMarks, placeMarks } from "./marks.ts";
import { scalingCharts } from "./scaling-charts.ts";
import { picture, text } from "./svg.ts";

const WIDTH = 1100;

/** Load, both metrics with their targets, and replicas over the time of the run, with what was done when. */
export function scalingPicture(record: RunRecord): string {
  const began = record.samples[0]?.[0] ?? 0;
  const seconds = (record.samples.at(-1)?.[0] ?? 0) - began;
  const marks = placeMarks(
    record.marks.map(({ at, text }) => ({ at: at - began, text })),
    seconds,
    WIDTH,
  );
  let y = marks.bottom;
  const charts = scalingCharts(record, began, seconds).flatMap(({ height, ...one }) => {
    y += height;
    return chart({ ...one, x: 0, y: y - height, width: WIDTH, height, seconds });
  });
  const day = new Date(began * 1000).toISOString().slice(0, 16).replace("T", " ");
  const title = `webhook-app scales on its own metrics; minute 0 is ${day} UTC`;
  return picture(WIDTH, y, title, [
    text(10, 20, title, { style: "font-size:15px", class: "title" }),
    ...drawnMarks(marks.placed, y),
    ...charts,
  ]);
}
