import assert from "node:assert/strict";
import { expectOneMessageEach } from "../inbox.ts";
import { type Autoscaler, readAutoscaler } from "../monitoring/hpa.ts";
import { type Sampler, startSampling } from "../monitoring/sampler.ts";
import { type Pushes, type Sent, startPushes } from "../pushes.ts";
import { until } from "../../src/until.ts";

/** A posted load, for the report. */
export interface Load extends Sent {
  name: string;
  perSecond: number;
}

/** The state that the scaling checks share. */
export interface ScalingRun {
  run: string;
  autoscaler: Autoscaler;
  sampler: Sampler;
  loads: Load[];
}

/**
 * Starts sampling the HPA and its metrics, and waits until it has nothing to do: an earlier load may still have an
 * effect.
 */
export async function startScalingRun(run: string): Promise<ScalingRun> {
  const autoscaler = await readAutoscaler();
  const sampler = startSampling(Object.keys(autoscaler.targets));
  const { min, stabilizationSeconds } = autoscaler;
  await until(`the HPA reads its metrics and wants ${min} replicas`, stabilizationSeconds + 180, async () => {
    const now = sampler.samples.at(-1);
    return now?.active && now.desired === min && now.ready === min ? now : undefined;
  });
  return { run, autoscaler, sampler, loads: [] };
}

/**
 * Starts a load; the returned function waits for its end and expects each webhook to be acknowledged at the
 * first attempt and delivered once.
 */
export async function startLoad(
  scaling: ScalingRun,
  name: string,
  load: Omit<Pushes, "run">,
): Promise<() => Promise<Load>> {
  const pushes = { ...load, run: `${scaling.run}-${name}` };
  scaling.sampler.mark(`load "${name}", ${load.perSecond}/s`);
  const ended = await startPushes(pushes);
  return async () => {
    const sent = { name, perSecond: load.perSecond, ...(await ended()) };
    scaling.loads.push(sent);
    assert.equal(sent.acknowledged, load.count, JSON.stringify(sent.failures));
    assert.equal(sent.retries, 0, `requests that had to be sent again: ${JSON.stringify(sent.failures)}`);
    await expectOneMessageEach(pushes.run, load.count, 120);
    return sent;
  };
}
