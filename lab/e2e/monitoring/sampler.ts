import { setTimeout as sleep } from "node:timers/promises";
import { meanOfPods } from "./custom-metrics.ts";
import { hpaState, type HpaState } from "./hpa.ts";

/** The state at one moment; `at` is epoch seconds. */
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
  /** Records that something begins now. */
  mark(text: string): number;
  latest(): Sample;
  /** The first matching sample after a time. */
  first(after: number, fits: (sample: Sample) => boolean): Sample | undefined;
  stop(): Promise<void>;
}

const EVERY_MS = 3000;

/** Samples the HPA and its metrics repeatedly; works without Prometheus and the adapter. */
export function startSampling(metrics: readonly string[]): Sampler {
  const samples: Sample[] = [];
  const marks: Mark[] = [];
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const began = Date.now();
      // Skips a sample if the API server does not answer.
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
