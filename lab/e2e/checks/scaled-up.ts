import assert from "node:assert/strict";
import { setFaults } from "../load/faults.ts";
import { fastLoad, slowLoad } from "../load/plan.ts";
import { type Load, startLoad, type ScalingRun } from "../load/scaling-run.ts";
import { IN_FLIGHT, PER_SECOND } from "../monitoring/hpa.ts";
import { until } from "../../src/until.ts";

/** The HPA checks every 15 s, with a value that is at most one scrape (15 s) old. */
const WITHIN_SECONDS = 60;
/** The rates cover a minute, and must be above their targets when the HPA checks. */
const LOAD_SECONDS = 90;

/** Slow answers at a rate below its target: only the requests in flight add Pods. */
export async function scaledUpByInFlight(scaling: ScalingRun): Promise<string> {
  const { perSecond, waitSeconds } = slowLoad(scaling.autoscaler);
  // So slow that no message is in Rocket.Chat while its webhook waits for it; the service gives up after 10 s.
  await setFaults([{ kind: "slow", operation: "chat.sendMessage", delayMs: Math.min(waitSeconds + 1, 9.5) * 1000 }]);
  try {
    const load = { perSecond, count: perSecond * LOAD_SECONDS, prefer: `wait=${waitSeconds}` };
    const ended = await startLoad(scaling, "slow", load);
    const told = await expectMore(scaling, IN_FLIGHT, PER_SECOND);
    await setFaults([]);
    await ended();
    return `${perSecond} webhooks/s that stay open ${waitSeconds} s: ${told}`;
  } finally {
    await setFaults([]);
  }
}

/** Many webhooks that are answered at once: only their rate adds Pods. Also returns what waits for the load's end. */
export async function scaledUpByRate(scaling: ScalingRun): Promise<[told: string, ended: () => Promise<Load>]> {
  const perSecond = fastLoad(scaling.autoscaler, scaling.sampler.latest().desired);
  const ended = await startLoad(scaling, "fast", { perSecond, count: perSecond * LOAD_SECONDS });
  const told = await expectMore(scaling, PER_SECOND, IN_FLIGHT);
  return [`${perSecond} webhooks/s: ${told}`, ended];
}

/** Waits until the metric is above its target, then for more Pods; the other metric must not be the cause. */
async function expectMore({ sampler, autoscaler }: ScalingRun, metric: string, other: string): Promise<string> {
  const { at: began, desired: before } = sampler.latest();
  const target = (name: string) => autoscaler.targets[name] ?? 0;
  const crossed = await until(`${metric} above its target`, 120, async () => {
    return sampler.first(began, ({ metrics }) => (metrics[metric] ?? 0) > target(metric));
  });
  const more = await until(`more than ${before} replicas`, WITHIN_SECONDS + 15, async () => {
    return sampler.first(began, ({ desired }) => desired > before);
  });
  const seconds = Math.round(more.at - crossed.at);
  assert.ok(seconds <= WITHIN_SECONDS, `${seconds} s from the target to more replicas`);
  assert.ok((more.metrics[other] ?? 0) < target(other), `${other} is not above its target as well`);
  const there = await until(`${more.desired} Pods ready`, 90, async () => {
    return sampler.first(more.at, ({ ready }) => ready >= more.desired);
  });
  const values = `${metric} ${crossed.metrics[metric]?.toFixed(1)} > ${target(metric)}`;
  return `${values}, ${before} -> ${more.desired} replicas after ${seconds} s, ready after ${Math.round(there.at - crossed.at)} s`;
}
