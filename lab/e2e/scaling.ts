import { alertDelivered } from "./checks/alert-delivery.ts";
import { everyQuery } from "./checks/every-query.ts";
import { prometheusKilled } from "./checks/prometheus-killed.ts";
import { scaledDown } from "./checks/scaled-down.ts";
import { scaledUpByInFlight, scaledUpByRate } from "./checks/scaled-up.ts";
import { startScalingRun } from "./load/scaling-run.ts";
import { IN_FLIGHT, PER_SECOND } from "./monitoring/hpa.ts";
import { removeAdapter } from "./monitoring/adapter.ts";
import { removeConfig } from "./monitoring/alert-routing.ts";
import { metricsReadable, setUpMonitoring } from "./monitoring/set-up.ts";
import { dashboardData } from "./record/dashboard-data.ts";
import { writeRun } from "./record/write-run.ts";
import type { RunRecord } from "./record/record.ts";
import { report, results } from "./report.ts";

/**
 * Part B: the HPA, unchanged, goes up under load and down after it, and holds while it cannot see; alerts arrive.
 *
 * @param folder where the run is written
 */
export async function checkScaling(run: string, folder: string): Promise<void> {
  const before = results().length;
  await report("the monitoring is accepted and ready", setUpMonitoring);
  await report("both custom metrics are readable for each Pod", () => metricsReadable([IN_FLIGHT, PER_SECOND]));
  const scaling = await startScalingRun(run);
  const began = Date.now() / 1000;
  await report("requests in flight raise the replicas", () => scaledUpByInFlight(scaling));
  await report("webhooks per second raise the replicas; none is lost or duplicated", async () => {
    const ended = await scaledUpByRate(scaling);
    await report("every query of the dashboard and every series of the alerts has data", everyQuery);
    return ended();
  });
  scaling.sampler.mark("idle");
  await report("without the adapter the HPA holds and the alert is delivered", () => alertDelivered(scaling));
  await report("idle brings the replicas back", () => scaledDown(scaling));
  let dashboard: RunRecord["dashboard"] | undefined;
  await report("the dashboard's queries are read for the run", async () => {
    // Now: a Prometheus without a volume forgets everything when it is killed.
    dashboard = await dashboardData(began, Date.now() / 1000);
    return `${dashboard.panels.length} panels and rows`;
  });
  await report("without Prometheus the HPA holds under load", () => prometheusKilled(scaling));
  await scaling.sampler.stop();
  await removeConfig();
  await report("the adapter that was applied is removed", removeAdapter);
  await report("the run is written", () => writeRun(folder, results().slice(before), scaling, dashboard!));
}
