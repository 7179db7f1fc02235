import type { EChartsOption, LegendComponentOption, LineSeriesOption } from "echarts";
import { LETTER } from "./render.ts";
import { inUnit } from "./units.ts";

/**
 * Dark enough on white for 3 : 1, and distinguishable for people with red-green colour blindness (after Okabe and Ito).
 */
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
  /** Values above are bad. */
  limit?: number | null;
  /** Times of actions. */
  marks?: readonly number[];
}

/** Between a chart's box and its axes. */
export const INSET = { left: 56, right: 12, top: 26, bottom: 22 };
const LEGEND_LINE = 17;

/** Charts as ECharts wants them: a grid with two axes, lines, a title and a legend for each. */
export function charts(all: readonly Chart[]): EChartsOption {
  return {
    grid: all.map((chart) => {
      const { left, right, top, bottom } = INSET;
      const below = bottom + legendRows(chart) * LEGEND_LINE;
      const size = { width: chart.width - left - right, height: chart.height - top - below };
      return { left: chart.x + left, top: chart.y + top, ...size };
    }),
    title: all.map(({ x, y, title }) => ({ text: title, left: x, top: y, textStyle: { fontSize: 12 } })),
    legend: all.map(legend),
    xAxis: all.map(({ seconds, width }, gridIndex) => {
      const interval = [60, 120, 300, 600, 1800].find((step) => (seconds / step) * 55 < width) ?? 3600;
      const axisLabel = { formatter: (at: number) => `${at / 60} min`, showMaxLabel: false };
      return { gridIndex, max: seconds, interval, axisLabel, splitLine: { show: false } };
    }),
    yAxis: all.map(({ unit, height }, gridIndex) => {
      const axisLabel = { formatter: (value: number) => inUnit(value * roundIn(unit), unit) };
      const room = { splitNumber: height > 150 ? 4 : 3, boundaryGap: [0, "5%"] as [number, string] };
      return { gridIndex, ...room, axisLabel, splitLine: { lineStyle: { color: "#e4e7eb" } } };
    }),
    series: all.flatMap((chart, index) => chart.lines.map((line, at) => series(chart, line, index, at))),
  };
}

/** An axis of bytes has round numbers of MiB. */
function roundIn(unit: string): number {
  return unit === "bytes" ? 1024 ** 2 : 1;
}

/** ECharts finds a legend's line by its name, so names carry the number of their chart, which the legend leaves out. */
function nameOf(line: Line, chart: number): string {
  return `${chart} ${line.legend}`;
}

function legend(chart: Chart, index: number): LegendComponentOption {
  const { x, y, width, height, lines } = chart;
  return {
    data: lines.filter((line) => line.legend !== "").map((line) => nameOf(line, index)),
    formatter: (name) => name.slice(name.indexOf(" ") + 1),
    left: x + INSET.left - 5,
    top: y + height - legendRows(chart) * LEGEND_LINE - 2,
    width: width - INSET.left - INSET.right,
    padding: 0,
    itemGap: 8,
    itemWidth: 16,
    itemHeight: 8,
    icon: "path://M0 4h16v2h-16z",
  };
}

/** How many lines a legend takes, by the usual width of its letters. */
function legendRows({ lines, width }: Chart): number {
  const needed = lines.reduce((sum, { legend: words }) => sum + (words === "" ? 0 : words.length * LETTER + 34), 0);
  return Math.ceil(needed / (width - INSET.left - INSET.right - 40));
}

function series({ unit, limit, marks = [] }: Chart, line: Line, chart: number, at: number): LineSeriesOption {
  const { points, colour = COLOURS[at % COLOURS.length]!, dashed = false, steps = false } = line;
  const rules = [
    ...marks.map((xAxis) => ({ xAxis, lineStyle: { color: "#9aa5b1", type: "dotted" as const } })),
    ...(limit == null
      ? []
      : [{ yAxis: limit / roundIn(unit), lineStyle: { color: "#b3202c", type: "dashed" as const } }]),
  ];
  return {
    type: "line",
    name: nameOf(line, chart),
    xAxisIndex: chart,
    yAxisIndex: chart,
    step: steps && "end",
    color: colour,
    lineStyle: { width: 1.6, type: dashed ? "dashed" : "solid" },
    symbol: "none",
    data: points.map(([time, value], index) => {
      const alone = points[index - 1]?.[1] == null && points[index + 1]?.[1] == null;
      return {
        value: [time, value === null ? null : value / roundIn(unit)],
        ...(alone ? { symbol: "circle", symbolSize: 3 } : {}),
      };
    }) as NonNullable<LineSeriesOption["data"]>,
    ...(at === 0 ? { markLine: { data: rules, symbol: "none", label: { show: false } } } : {}),
  };
}
