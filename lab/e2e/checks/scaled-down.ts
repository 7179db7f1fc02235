import assert from "node:assert/strict";
import type { ScalingRun } from "../load/scaling-run.ts";
import { until } from "../../src/until.ts";

/** Without load the replicas return to the minimum, after hpa.yaml's stabilisation window and not before. */
export async function scaledDown({ autoscaler, sampler, loads }: ScalingRun): Promise<string> {
  const { min, stabilizationSeconds } = autoscaler;
  // The load during the outage was far below the targets.
  const ended = Math.max(...loads.filter(({ name }) => name !== "outage").map((load) => load.ended));
  const before = sampler.latest().desired;
  // The rates cover a minute, the HPA checks every 15 s and removes half of the Pods per minute.
  const limit = stabilizationSeconds + 60 + 15 + 120 - (Date.now() / 1000 - ended);
  const less = await until(`fewer than ${before} replicas`, limit, async () => {
    return sampler.first(ended, ({ desired }) => desired < before);
  });
  const down = await until(`${min} replicas`, 150, async () => {
    return sampler.first(less.at, ({ desired, ready }) => desired === min && ready === min);
  });
  const seconds = Math.round(less.at - ended);
  assert.ok(seconds >= stabilizationSeconds, `fewer after ${seconds} s`);
  return `${before} replicas until ${seconds} s after the last push, ${min} after ${Math.round(down.at - ended)} s`;
}
