import type { Load } from "../load/scaling-run.ts";
import type { Autoscaler } from "../monitoring/hpa.ts";
import type { Mark, Sample } from "../monitoring/sampler.ts";

/** One panel of the dashboard with its queries' results during the run. */
export interface PanelData {
  title: string;
  type: string;
  unit: string;
  /** In the grid of 24 columns. */
  at: { x: number; y: number; w: number; h: number };
  /** Values above are bad. */
  limit: number | null;
  series: { legend: string; values: (number | null)[] }[];
}

/** samples.json of a run: the data of its pictures. Times are epoch seconds. */
export interface RunRecord {
  autoscaler: Autoscaler;
  loads: Pick<Load, "name" | "perSecond" | "began" | "ended" | "acknowledged">[];
  marks: readonly Mark[];
  /** Through the Kubernetes API: [at, desired, ready, active, each metric's mean in the order of `metrics`]. */
  metrics: string[];
  samples: (number | null)[][];
  dashboard: {
    began: number;
    step: number;
    panels: PanelData[];
    /** Each metric's mean in Prometheus, even while no adapter serves it to the HPA. */
    means: Record<string, (number | null)[]>;
  };
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** A time to a tenth of a second. */
export function tenth(at: number): number {
  return Math.round(at * 10) / 10;
}

/** A sample as a row. */
export function row(sample: Sample, metrics: readonly string[]): (number | null)[] {
  const values = metrics.map((name) => sample.metrics[name] ?? null);
  const means = values.map((value) => (value === null ? null : rounded(value)));
  return [tenth(sample.at), sample.desired, sample.ready, sample.active ? 1 : 0, ...means];
}
