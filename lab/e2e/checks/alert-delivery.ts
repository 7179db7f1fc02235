import assert from "node:assert/strict";
import { setFaults } from "../load/faults.ts";
import { startLoad, type ScalingRun } from "../load/scaling-run.ts";
import { stopAdapter } from "../monitoring/adapter.ts";
import { activeAlerts } from "../monitoring/prometheus.ts";
import { toldInRocketChat, toldSecondReceiver } from "../monitoring/received-alerts.ts";
import { until } from "../../src/until.ts";

const ALERT = "WebhookAppHpaBlind";

/**
 * Without the adapter the HPA keeps its replicas, and the alert for that fires. Rocket.Chat is down at that moment:
 * the second receiver gets the alert, and Rocket.Chat once it is back, like the webhooks that came meanwhile.
 */
export async function alertDelivered(scaling: ScalingRun): Promise<string> {
  const { sampler } = scaling;
  const began = sampler.mark("adapter gone");
  const startAdapter = await stopAdapter();
  try {
    const blind = await until("ScalingActive of the HPA is False", 60, async () => {
      return sampler.first(began, ({ active }) => !active);
    });
    await until(`the alert ${ALERT} fires`, 330, isFiring);
    const told = await toldWithoutRocketChat(scaling, began);
    const moved = sampler.first(blind.at, ({ desired }) => desired !== blind.desired);
    assert.equal(moved, undefined, `the HPA kept its ${blind.desired} replicas`);
    return `blind, the HPA kept ${blind.desired} replicas; ${told}`;
  } finally {
    await setFaults([]);
    await startAdapter();
    sampler.mark("adapter back");
  }
}

async function isFiring(): Promise<boolean> {
  const alerts = await activeAlerts();
  return alerts.some(({ labels, state }) => labels["alertname"] === ALERT && state === "firing");
}

/** Alertmanager waits 30 s for others of the group before it notifies, which leaves time to cut off Rocket.Chat. */
async function toldWithoutRocketChat(scaling: ScalingRun, began: number): Promise<string> {
  const fired = scaling.sampler.mark("alert fires, Rocket.Chat down");
  await setFaults([{ kind: "down" }]);
  const ended = await startLoad(scaling, "outage", { perSecond: 1, count: 10 });
  const second = await until("the second receiver gets the alert", 90, () => toldSecondReceiver(ALERT, began));
  assert.equal(await toldInRocketChat(ALERT, began), undefined, "Rocket.Chat is down");
  await setFaults([]);
  const back = scaling.sampler.mark("Rocket.Chat back");
  const message = await until("Alertmanager retries and Rocket.Chat gets the alert", 120, () => {
    return toldInRocketChat(ALERT, began);
  });
  await ended();
  const seconds = (at: number, since: number) => `${Math.round(at - since)} s`;
  const title = message.msg.split("\n", 2).join(": ");
  return `fired after ${seconds(fired, began)}, at the second receiver ${seconds(second, fired)} later, in Rocket.Chat ${seconds(message.at, back)} after its return: "${title}"`;
}
