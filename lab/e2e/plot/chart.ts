import { inUnit, linear, minuteTicks, type Scale, ticksOf } from "./scale.ts";
import { element, line, path, text } from "./svg.ts";

/** Dark enough on white for 3 : 1, and told apart by people who see red and green alike (after Okabe and Ito). */
export const COLOURS = ["#0072b2", "#d55e00", "#00805c", "#a3508a", "#8a6d00", "#3f8fc4", "#5b5b5b", "#b3202c"];

export interface Line {
  legend: string;
  /** Seconds since the beginning of the time axis, and a value; null interrupts the line. */
  points: readonly (readonly [number, number | null])[];
  colour?: string | undefined;
  dashed?: boolean;
  /** Values hold until the next one. */
  steps?: boolean;
}

export interface Chart {
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
  unit: string;
  /** Length of the time axis. */
  seconds: number;
  lines: readonly Line[];
  limit?: number | null;
}

/** Between a chart's box and its axes. */
export const INSET = { left: 52, right: 12, top: 26, bottom: 22 };
const LEGEND_LINE = 15;

/** One panel: title, axes, lines, and a legend below as many lines as it needs. */
export function chart(options: Chart): string[] {
  const { x, y, width, height, title, unit, lines, seconds } = options;
  const legend = legendRows(lines, width - INSET.left - INSET.right);
  const bottom = y + height - INSET.bottom - legend.length * LEGEND_LINE;
  const right = x + width - INSET.right;
  const left = x + INSET.left;
  const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const marks = ticksOf(unit, Math.max(0, ...values), height > 150 ? 4 : 3);
  const down = linear([0, marks.at(-1)!], [bottom, y + INSET.top]);
  const across = linear([0, seconds], [left, right]);
  return [
    text(x + 4, y + 14, title, { class: "title" }),
    ...marks.flatMap((value) => [
      line(left, down(value), right, down(value), { stroke: value === 0 ? "#9aa5b1" : "#e4e7eb" }),
      text(left - 6, down(value) + 4, inUnit(value, unit), { "text-anchor": "end", class: "dim" }),
    ]),
    ...minuteTicks(seconds, (right - left) / 55).map((minute) =>
      text(across(minute * 60), bottom + 15, `${minute} min`, { "text-anchor": "middle", class: "dim" }),
    ),
    ...limitLine(options, down, left, right, marks.at(-1)!),
    ...lines.map((one, index) => drawn(one, index, across, down)),
    ...legend.flatMap((row, index) => legendRow(row, left, bottom + INSET.bottom + 10 + index * LEGEND_LINE)),
  ];
}

function drawn({ points, colour, dashed, steps }: Line, index: number, across: Scale, down: Scale): string {
  const placed: ([number, number] | null)[] = [];
  let before: number | null = null;
  for (const [at, value] of points) {
    if (steps && before !== null && value !== null) placed.push([across(at), down(before)]);
    placed.push(value === null ? null : [across(at), down(value)]);
    before = value;
  }
  const stroke = colour ?? COLOURS[index % COLOURS.length]!;
  return path(placed, { stroke, "stroke-width": 1.8, ...(dashed ? { "stroke-dasharray": "5 4" } : {}) });
}

/** The line above which it is bad, where it is on the picture. */
function limitLine({ limit }: Chart, down: Scale, left: number, right: number, max: number): string[] {
  if (limit == null || limit > max) return [];
  return [line(left, down(limit), right, down(limit), { stroke: "#b3202c", "stroke-dasharray": "2 3" })];
}

interface Entry {
  label: string;
  colour: string;
  dashed: boolean;
  width: number;
}

function legendRows(lines: readonly Line[], width: number): Entry[][] {
  const rows: Entry[][] = [];
  let left = 0;
  for (const [index, { legend, colour, dashed = false }] of lines.entries()) {
    if (legend === "") continue;
    const entry = {
      label: legend,
      colour: colour ?? COLOURS[index % COLOURS.length]!,
      dashed,
      width: 32 + legend.length * 6.6,
    };
    if (rows.length === 0 || left + entry.width > width) {
      rows.push([]);
      left = 0;
    }
    rows.at(-1)!.push(entry);
    left += entry.width;
  }
  return rows;
}

function legendRow(row: Entry[], left: number, y: number): string[] {
  let x = left;
  return row.flatMap(({ label, colour, dashed, width }) => {
    const at = x;
    x += width;
    const stroke = { stroke: colour, "stroke-width": 2.5, ...(dashed ? { "stroke-dasharray": "5 4" } : {}) };
    return [line(at, y - 4, at + 16, y - 4, stroke), text(at + 21, y, label)];
  });
}

/** A panel that is one number: the newest that there is. */
export function single({ x, y, width, height, title, unit, lines }: Omit<Chart, "seconds">): string[] {
  const newest = lines[0]?.points.findLast(([, value]) => value !== null)?.[1];
  const shown = newest == null ? "no data" : inUnit(newest, unit);
  const style = "font-size:26px;font-weight:600";
  return [
    element("rect", { x, y, width, height, fill: "none", stroke: "#e4e7eb", rx: 3 }),
    text(x + 8, y + 18, title, { class: "title" }),
    text(x + width / 2, y + height / 2 + 18, shown, { "text-anchor": "middle", style }),
  ];
}
