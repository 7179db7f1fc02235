import { setTimeout as sleep } from "node:timers/promises";
import { meanOfPods } from "./custom-metrics.ts";
import { hpaState, type HpaState } from "./hpa.ts";

/** What was to be seen at one moment; `at` is epoch seconds. */
export interface Sample extends HpaState {
  at: number;
  /** Mean of the Pods, through the custom metrics API; null: it could not be read. */
  metrics: Record<string, number | null>;
}

export interface Mark {
  at: number;
  text: string;
}

export interface Sampler {
  readonly samples: readonly Sample[];
  readonly marks: readonly Mark[];
  /** Notes that something begins now. */
  mark(text: string): number;
  latest(): Sample;
  /** The first sample after a time that fits. */
  first(after: number, fits: (sample: Sample) => boolean): Sample | undefined;
  stop(): Promise<void>;
}

const EVERY_MS = 3000;

/** Looks at the HPA and its metrics again and again; neither Prometheus nor the adapter need be there for it. */
export function startSampling(metrics: readonly string[]): Sampler {
  const samples: Sample[] = [];
  const marks: Mark[] = [];
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const began = Date.now();
      // A moment in which the API server does not answer is no sample.
      const sample = await look(metrics).catch(() => undefined);
      if (sample) samples.push(sample);
      await sleep(Math.max(0, began + EVERY_MS - Date.now()));
    }
  };
  const ended = loop();
  return {
    samples,
    marks,
    mark(text) {
      const at = Date.now() / 1000;
      marks.push({ at, text });
      return at;
    },
    latest() {
      const sample = samples.at(-1);
      if (!sample) throw new Error("nothing was sampled yet");
      return sample;
    },
    first: (after, fits) => samples.find((sample) => sample.at >= after && fits(sample)),
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function look(metrics: readonly string[]): Promise<Sample> {
  const at = Date.now() / 1000;
  const means = Promise.all(metrics.map(async (name) => [name, await meanOfPods(name)] as const));
  return { at, ...(await hpaState()), metrics: Object.fromEntries(await means) };
}
