import { basename } from "node:path";
import { servicePodNames } from "../cluster.ts";
import { apply, kubectl } from "../kubectl.ts";
import { runProgram } from "../run-program.ts";
import { until } from "../../src/until.ts";
import { applyAdapter } from "./adapter.ts";
import { applyPartB } from "./alert-routing.ts";
import { podMetric } from "./custom-metrics.ts";

const PART_B = new URL("../../../part-b", import.meta.url).pathname;
const RECEIVER = new URL("../manifests/alert-receiver", import.meta.url).pathname;

/** Installs the Prometheus Operator and what it needs with a program such as install-charts in this folder. */
export async function installMonitoring(setup: string): Promise<string> {
  await runProgram(setup, []);
  await expectOperator();
  return `by ${basename(setup)}`;
}

/** Applies part-b unchanged. */
export async function setUpMonitoring(): Promise<string> {
  await kubectl(["apply", "-k", RECEIVER]);
  // The operator rejects the whole AlertmanagerConfig while this Secret is missing.
  await apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: "webhook-app", name: "webhook-app-alerts" },
    stringData: { "second-receiver-url": "http://alert-receiver.alert-receiver.svc.cluster.local/" },
  });
  await kubectl(["apply", "-k", PART_B, "--dry-run=server", "--validate=strict"]);
  const routing = await applyPartB(PART_B);
  const adapter = await applyAdapter();
  await kubectl(["-n", "alert-receiver", "rollout", "status", "deployment/alert-receiver", "--timeout=60s"]);
  return `part-b applied after a strict server-side dry run; ${adapter}; ${routing}`;
}

/** @throws Error that says what is missing */
export async function expectOperator(): Promise<void> {
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

/** Waits until each Pod of the service has a value of each metric, and returns them as text. */
export async function metricsReadable(names: readonly string[]): Promise<string> {
  const told: string[] = [];
  for (const name of names) {
    const values = await until(`${name} of each Pod at custom.metrics.k8s.io`, 150, async () => {
      const found = await podMetric(name).catch(() => new Map<string, number>());
      return (await servicePodNames()).every((pod) => found.has(pod)) ? found : undefined;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; the adapter needs the rules of part-b/prometheus-metrics-adaptor-values.yaml`);
    });
    told.push(`${name}: ${[...values].map(([pod, value]) => `${pod} ${value}`).join(", ")}`);
  }
  return told.join("\n        ");
}
