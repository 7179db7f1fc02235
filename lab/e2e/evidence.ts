import { kubectl } from "./kubectl.ts";
import { troubledPods } from "./troubled-pods.ts";

const COMMANDS = [
  ["get", "pods", "-A", "-o", "wide"],
  ["-n", "webhook-app", "describe", "hpa", "webhook-app"],
  ...["webhook-app", "monitoring", "ci-build", "ci-deploy", "gitlab", "node-registry"].map((namespace) => {
    return ["-n", namespace, "get", "events", "--field-selector=type=Warning"];
  }),
  ["-n", "webhook-app", "logs", "-l", "app.kubernetes.io/name=webhook-app", "--tail=20", "--prefix"],
  ["-n", "webhook-app", "logs", "postgresql-0", "--tail=20"],
  ["-n", "monitoring", "logs", "-l", "app.kubernetes.io/name=prometheus-adapter", "--tail=10", "--prefix"],
  ["-n", "monitoring", "logs", "-l", "app.kubernetes.io/name=alertmanager", "--tail=10", "--prefix"],
];

/** What keeps Pods from running, then Pods, events and logs. */
export async function evidence(): Promise<string> {
  const troubles = await kubectl(["get", "pods", "-A", "-o", "json"]).then(troubledPods, () => []);
  const outputs = COMMANDS.map(async (command) => {
    return `$ kubectl ${command.join(" ")}\n${await kubectl(command).catch(String)}`;
  });
  return [...troubles, ...(await Promise.all(outputs))].join("\n");
}
