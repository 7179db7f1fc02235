import { errorText } from "../src/error-text.ts";
import { kubectl } from "./kubectl.ts";
import { troubledPods } from "./troubled-pods.ts";

/** A successful check. */
export interface Result {
  name: string;
  seconds: number;
  detail: string;
}

const held: Result[] = [];

/** The successful checks so far. */
export function results(): readonly Result[] {
  return held;
}

/**
 * Runs one check and prints its result; after a failure prints what keeps Pods from running and more evidence, and
 * exits.
 */
export async function report(name: string, check: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const detail = await check();
    held.push({ name, seconds: seconds(), detail });
    process.stdout.write(`ok      ${name} (${seconds().toFixed(1)} s)\n        ${detail}\n`);
  } catch (error) {
    const causes = [errorText(error), ...(await troubles())].join("\n        ");
    process.stdout.write(`FAILED  ${name} (${seconds().toFixed(1)} s)\n        ${causes}\n\n${await evidence()}\n`);
    process.exit(1);
  }
}

/** Looked up again: a check often waited in vain for a Pod. */
function troubles(): Promise<string[]> {
  return kubectl(["get", "pods", "-A", "-o", "json"]).then(troubledPods, () => []);
}

async function evidence(): Promise<string> {
  const commands = [
    ["get", "pods", "-A", "-o", "wide"],
    ["-n", "webhook-app", "describe", "hpa", "webhook-app"],
    ["-n", "webhook-app", "get", "events", "--field-selector=type=Warning"],
    ...["monitoring", "ci-build", "ci-deploy", "gitlab", "node-registry"].map((namespace) => {
      return ["-n", namespace, "get", "events", "--field-selector=type=Warning"];
    }),
    ["-n", "webhook-app", "logs", "-l", "app.kubernetes.io/name=webhook-app", "--tail=20", "--prefix"],
    ["-n", "webhook-app", "logs", "postgresql-0", "--tail=20"],
    ["-n", "monitoring", "logs", "-l", "app.kubernetes.io/name=prometheus-adapter", "--tail=10", "--prefix"],
    ["-n", "monitoring", "logs", "-l", "app.kubernetes.io/name=alertmanager", "--tail=10", "--prefix"],
  ];
  const outputs = commands.map(async (command) => {
    return `$ kubectl ${command.join(" ")}\n${await kubectl(command).catch(String)}`;
  });
  return (await Promise.all(outputs)).join("\n");
}
