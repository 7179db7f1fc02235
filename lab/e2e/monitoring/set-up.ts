import { apply, kubectl, servicePods } from "../kubectl.ts";
import { runProgram } from "../run-program.ts";
import { until } from "../until.ts";
import { applyPartB, removeConfig } from "./alert-routing.ts";
import { podMetric } from "./custom-metrics.ts";

const PART_B = new URL("../../../part-b", import.meta.url).pathname;
const ADAPTER = `${PART_B}/prometheus-metrics-adaptor.yaml`;
const RECEIVER = new URL("../manifests/alert-receiver", import.meta.url).pathname;

/**
 * Brings the monitoring: the operator and what belongs to it by `setup`, then part-b as it is.
 *
 * @param setup a program that installs the Prometheus Operator, a Prometheus, an Alertmanager and kube-state-metrics in
 *   the namespace monitoring, such as install-charts beside this file; undefined: they are there
 * @throws Error that says what is missing
 */
export async function setUpMonitoring(setup: string | undefined): Promise<string> {
  if (setup) await runProgram(setup, []);
  await expectOperator();
  await kubectl(["apply", "-k", RECEIVER]);
  // The whole AlertmanagerConfig is refused by the operator while this Secret is missing.
  await apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: "webhook-app", name: "webhook-app-alerts" },
    stringData: { "second-receiver-url": "http://alert-receiver.alert-receiver.svc.cluster.local/" },
  });
  const files = [
    ["-k", PART_B],
    ["-f", ADAPTER],
  ];
  for (const file of files) await kubectl(["apply", ...file, "--dry-run=server", "--validate=strict"]);
  const routing = await applyPartB(PART_B);
  await kubectl(["apply", "-f", ADAPTER]);
  await kubectl(["-n", "monitoring", "rollout", "status", "deployment/prometheus-adapter", "--timeout=120s"]);
  await kubectl(["-n", "alert-receiver", "rollout", "status", "deployment/alert-receiver", "--timeout=60s"]);
  return `part-b applied after a strict server-side dry run; ${routing}`;
}

/**
 * Takes the adapter away again, so that the number of replicas is fixed for the checks after it and for a next run's
 * first ones, whatever they post.
 */
export async function removeAdapter(): Promise<string> {
  await kubectl(["delete", "-f", ADAPTER, "--ignore-not-found"]);
  await removeConfig();
  return "the HPA keeps its replicas from here on";
}

async function expectOperator(): Promise<void> {
  await kubectl(["-n", "monitoring", "get", "prometheus", "-o", "name"]).then(
    (names) => {
      if (names === "") throw new Error("no Prometheus in the namespace monitoring");
    },
    (error: Error) => {
      const todo = "set MONITORING_SETUP to a program that installs it, such as e2e/monitoring/install-charts";
      throw new Error(`the Prometheus Operator is not there (${error.message}): ${todo}`);
    },
  );
}

/** Waits until each Pod of the service has a value of each metric, and says them. */
export async function metricsReadable(names: readonly string[]): Promise<string> {
  const told: string[] = [];
  for (const name of names) {
    const values = await until(`${name} of each Pod at custom.metrics.k8s.io`, 150, async () => {
      const found = await podMetric(name).catch(() => new Map<string, number>());
      return (await servicePods()).every((pod) => found.has(pod)) ? found : undefined;
    });
    told.push(`${name}: ${[...values].map(([pod, value]) => `${pod} ${value}`).join(", ")}`);
  }
  return told.join("\n        ");
}
