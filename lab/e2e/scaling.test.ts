import { inject } from "vitest";
import { check, results, RUN } from "./check.ts";
import { alertDelivered } from "./checks/alert-delivery.ts";
import { everyQuery } from "./checks/every-query.ts";
import { prometheusKilled } from "./checks/prometheus-killed.ts";
import { scaledDown } from "./checks/scaled-down.ts";
import { scaledUpByInFlight, scaledUpByRate } from "./checks/scaled-up.ts";
import { type Load, type ScalingRun, startScalingRun } from "./load/scaling-run.ts";
import { removeAdapter } from "./monitoring/adapter.ts";
import { removeConfig } from "./monitoring/alert-routing.ts";
import { IN_FLIGHT, PER_SECOND } from "./monitoring/hpa.ts";
import { metricsReadable, setUpMonitoring } from "./monitoring/set-up.ts";
import { dashboardData } from "./record/dashboard-data.ts";
import type { RunRecord } from "./record/record.ts";
import { writeRun } from "./record/write-run.ts";

// Part B: the HPA, unchanged, goes up under load and down after it, and holds while it cannot see; alerts arrive.

let scaling: ScalingRun;
let began: number;
let fastLoad: () => Promise<Load>;
let dashboard: RunRecord["dashboard"];

check("the monitoring is accepted and ready", setUpMonitoring);
check("both custom metrics are readable for each Pod", () => metricsReadable([IN_FLIGHT, PER_SECOND]));
check("the HPA reads its metrics and has nothing to do", async () => {
  scaling = await startScalingRun(RUN);
  began = Date.now() / 1000;
  return `${scaling.autoscaler.min} replicas`;
});
check("requests in flight raise the replicas", () => scaledUpByInFlight(scaling));
check("webhooks per second raise the replicas", async () => {
  const [told, ended] = await scaledUpByRate(scaling);
  fastLoad = ended;
  return told;
});
check("every query of the dashboard and every series of the alerts has data", everyQuery);
check("none of these webhooks is lost or duplicated", async () => {
  const { acknowledged, slowestMs } = await fastLoad();
  scaling.sampler.mark("idle");
  return `${acknowledged} acknowledged, the slowest after ${slowestMs} ms`;
});
check("without the adapter the HPA holds and the alert is delivered", () => alertDelivered(scaling));
check("idle brings the replicas back", () => scaledDown(scaling));
check("the dashboard's queries are read for the run", async () => {
  // Now: a Prometheus without a volume forgets everything when it is killed.
  dashboard = await dashboardData(began, Date.now() / 1000);
  return `${dashboard.panels.length} panels and rows`;
});
check("without Prometheus the HPA holds under load", () => prometheusKilled(scaling));
check("the adapter that was applied is removed", async () => {
  await scaling.sampler.stop();
  await removeConfig();
  return removeAdapter();
});
check("the run is written", () => writeRun(inject("folder"), results, scaling, dashboard));
