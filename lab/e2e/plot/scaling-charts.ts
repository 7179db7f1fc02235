import { IN_FLIGHT, PER_SECOND } from "../monitoring/hpa.ts";
import type { RunRecord } from "../record/record.ts";
import { type Chart, COLOURS, type Line } from "./chart.ts";

type Points = [number, number | null][];

/** The four charts of the run, from top to bottom; times are seconds since `began`. */
export function scalingCharts(
  record: RunRecord,
  began: number,
  seconds: number,
): Pick<Chart, "title" | "unit" | "height" | "lines">[] {
  const unit = "none";
  const all = (value: number): Points => [
    [0, value],
    [seconds, value],
  ];
  const metric = (name: string): Line[] => metricLines(record, began, name, all);
  return [
    {
      title: "Load: webhooks sent per second, all Pods together",
      unit,
      height: 150,
      lines: [offered(record.loads, began, seconds)],
    },
    { title: `${IN_FLIGHT}: requests in flight per Pod`, unit, height: 180, lines: metric(IN_FLIGHT) },
    { title: `${PER_SECOND}: webhooks per second per Pod`, unit, height: 180, lines: metric(PER_SECOND) },
    { title: "Replicas", unit, height: 190, lines: replicaLines(record, began, all) },
  ];
}

function metricLines(record: RunRecord, began: number, name: string, all: (value: number) => Points): Line[] {
  const { autoscaler, metrics, dashboard } = record;
  const target = autoscaler.targets[name] ?? 0;
  const means = (dashboard.means[name] ?? []).map((value, index): [number, number | null] => {
    return [dashboard.began + index * dashboard.step - began, value];
  });
  return [
    { legend: "mean of the Pods in Prometheus", points: means, colour: "#9fc5de" },
    { legend: "as the HPA can read it", points: column(record, began, 4 + metrics.indexOf(name)), colour: COLOURS[0] },
    { legend: `target ${target}`, points: all(target), colour: COLOURS[1], dashed: true },
  ];
}

function replicaLines(record: RunRecord, began: number, all: (value: number) => Points): Line[] {
  const { min } = record.autoscaler;
  return [
    { legend: "wanted by the HPA", points: column(record, began, 1), steps: true, colour: COLOURS[0] },
    { legend: "ready", points: column(record, began, 2), steps: true, colour: COLOURS[2] },
    { legend: `minimum ${min}`, points: all(min), colour: COLOURS[6], dashed: true },
  ];
}

/** One column of the samples over time. */
function column({ samples }: RunRecord, began: number, index: number): Points {
  return samples.map((row) => [(row[0] ?? 0) - began, row[index] ?? null]);
}

/** Every load from its first push to its last, and 0 in between. */
function offered(loads: RunRecord["loads"], began: number, seconds: number): Line {
  const points = loads
    .toSorted((a, b) => a.began - b.began)
    .flatMap((load): Points => {
      const [from, to] = [load.began - began, load.ended - began];
      return [
        [from, 0],
        [from, load.perSecond],
        [to, load.perSecond],
        [to, 0],
      ];
    });
  return { legend: "", points: [[0, 0], ...points, [seconds, 0]] };
}
