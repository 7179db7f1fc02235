import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fastLoad } from "../load/plan.ts";
import { startLoad, type ScalingRun } from "../load/scaling-run.ts";
import { kubectl } from "../kubectl.ts";
import { query } from "../monitoring/prometheus.ts";
import { rules } from "../../src/monitoring/part-b.ts";
import { until } from "../../src/until.ts";

const HELD_SECONDS = 60;

/**
 * Without Prometheus, and under a load that would add Pods, the HPA keeps its replicas. No alert can fire
 * meanwhile; when Prometheus is back, the expression of WebhookAppHpaBlind is true.
 */
export async function prometheusKilled(scaling: ScalingRun): Promise<string> {
  const { sampler, autoscaler } = scaling;
  const { desired: before } = sampler.latest();
  const name = (await kubectl(["-n", "monitoring", "get", "prometheus", "-o", "name"])).trim().split("\n")[0] ?? "";
  const size = await kubectl(["-n", "monitoring", "get", name, "-o", "jsonpath={.spec.replicas}"]);
  await resize(name, 0);
  await until("Prometheus's Pod is gone", 90, async () => (await pods()) === "");
  const gone = sampler.mark("Prometheus killed");
  const perSecond = fastLoad(autoscaler, before);
  const ended = await startLoad(scaling, "unseen", { perSecond, count: perSecond * 60 });
  try {
    const blind = await until("ScalingActive of the HPA is False", 60, async () => {
      return sampler.first(gone, ({ active }) => !active);
    });
    await sleep(Math.max(0, (blind.at + HELD_SECONDS) * 1000 - Date.now()));
    const moved = sampler.first(blind.at, ({ desired }) => desired !== before);
    assert.equal(moved, undefined, `the HPA kept its ${before} replicas`);
  } finally {
    await resize(name, Number(size));
  }
  const back = sampler.mark("Prometheus back");
  const seen = await alertSeen();
  const { acknowledged } = await ended();
  await until("the HPA reads its metrics again", 120, async () => sampler.first(back, ({ active }) => active));
  return `${before} replicas for ${HELD_SECONDS} s of ${perSecond}/s (${acknowledged} webhooks) without a metric; ${seen}`;
}

/** Prometheus sees in kube-state-metrics that the HPA is blind before it can serve a rate, which takes two scrapes. */
async function alertSeen(): Promise<string> {
  const { expr } = rules.find(({ alert }) => alert === "WebhookAppHpaBlind")!;
  await until("the expression of WebhookAppHpaBlind is true at the new Prometheus", 90, async () => {
    const series = await query(expr).catch(() => []);
    return series.length > 0;
  });
  return "Prometheus back, the alert's expression is true (it fires after 3 minutes of that)";
}

function resize(name: string, replicas: number): Promise<string> {
  const patch = JSON.stringify({ spec: { replicas } });
  return kubectl(["-n", "monitoring", "patch", name, "--type=merge", "-p", patch]);
}

function pods(): Promise<string> {
  return kubectl(["-n", "monitoring", "get", "pods", "-l", "app.kubernetes.io/name=prometheus", "-o", "name"]);
}
