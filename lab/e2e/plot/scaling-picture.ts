import { IN_FLIGHT, PER_SECOND } from "../monitoring/hpa.ts";
import type { RunRecord } from "../record/record.ts";
import { chart, COLOURS, type Line } from "./chart.ts";
import { linear } from "./scale.ts";
import { element, line, picture, text } from "./svg.ts";

const WIDTH = 1100;
const HEAD = 92;
const HEIGHTS = [150, 180, 180, 190];
/** As in chart.ts: where the time axis begins and ends. */
const LEFT = 52;
const RIGHT = 12;

/** Load, both metrics with their targets, and replicas over the time of the run, with what was done when. */
export function scalingPicture(record: RunRecord): string {
  const { autoscaler, metrics, samples, loads, marks } = record;
  const began = samples[0]?.[0] ?? 0;
  const seconds = (samples.at(-1)?.[0] ?? 0) - began;
  const since = (at: number) => at - began;
  const column = (index: number) =>
    samples.map((row): [number, number | null] => [since(row[0] ?? 0), row[index] ?? null]);
  const all = (value: number): [number, number][] => [
    [0, value],
    [seconds, value],
  ];
  const metric = (name: string): Line[] => [
    { legend: "mean of the Pods, as the HPA can read it", points: column(4 + metrics.indexOf(name)) },
    {
      legend: `target ${autoscaler.targets[name]}`,
      points: all(autoscaler.targets[name] ?? 0),
      colour: COLOURS[1]!,
      dashed: true,
    },
  ];
  const charts = [
    {
      title: "Load: webhooks sent per second, all Pods together",
      unit: "none",
      lines: [offered(loads, since, seconds)],
    },
    { title: `${IN_FLIGHT}: requests in flight per Pod`, unit: "none", lines: metric(IN_FLIGHT) },
    { title: `${PER_SECOND}: webhooks per second per Pod`, unit: "none", lines: metric(PER_SECOND) },
    {
      title: "Replicas",
      unit: "none",
      lines: [
        { legend: "wanted by the HPA", points: column(1), steps: true },
        { legend: "ready", points: column(2), steps: true, colour: COLOURS[2]! },
        { legend: `minimum ${autoscaler.min}`, points: all(autoscaler.min), colour: COLOURS[6]!, dashed: true },
      ],
    },
  ];
  const tops = HEIGHTS.map((_, index) => HEAD + HEIGHTS.slice(0, index).reduce((sum, height) => sum + height, 0));
  const height = HEAD + HEIGHTS.reduce((sum, one) => sum + one, 0);
  const day = new Date(began * 1000).toISOString().slice(0, 16).replace("T", " ");
  const title = `webhook-app scales on its own metrics; minute 0 is ${day} UTC`;
  return picture(WIDTH, height, title, [
    text(10, 20, title, { style: "font-size:15px", class: "title" }),
    ...drawnMarks(
      marks.map(({ at, text }) => ({ at: since(at), text })),
      seconds,
      height,
    ),
    ...charts.flatMap((one, index) =>
      chart({ ...one, x: 0, y: tops[index]!, width: WIDTH, height: HEIGHTS[index]!, seconds }),
    ),
  ]);
}

/** Every load from its first push to its last, 0 between. */
function offered(loads: RunRecord["loads"], since: (at: number) => number, seconds: number): Line {
  const inOrder = loads.toSorted((a, b) => a.began - b.began);
  const points = inOrder.flatMap(({ began, ended, perSecond }): [number, number][] => [
    [since(began), 0],
    [since(began), perSecond],
    [since(ended), perSecond],
    [since(ended), 0],
  ]);
  return { legend: "", points: [[0, 0], ...points, [seconds, 0]] };
}

/** A line through all charts for each, its words in rows at the top so that none covers another. */
function drawnMarks(marks: { at: number; text: string }[], seconds: number, height: number): string[] {
  const across = linear([0, seconds], [LEFT, WIDTH - RIGHT]);
  const ends: number[] = [];
  return marks.flatMap(({ at, text: words }) => {
    const width = words.length * 6.6 + 10;
    const x = across(at);
    const left = Math.min(x, WIDTH - width);
    const free = ends.findIndex((end) => end <= left);
    const row = free === -1 ? ends.length : free;
    ends[row] = left + width;
    const y = 40 + row * 15;
    return [
      line(x, y - 9, x, height - 37, { stroke: "#9aa5b1", "stroke-dasharray": "2 3" }),
      element("rect", { x: Math.round(left), y: y - 11, width: Math.round(width) - 4, height: 14, fill: "#fff" }),
      text(left + 3, y, words),
    ];
  });
}
