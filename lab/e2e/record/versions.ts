import type { V1Node } from "@kubernetes/client-node";
import { cluster } from "../cluster.ts";
import { kubectl } from "../kubectl.ts";

/** The cluster and the versions of the software on it, for the report. */
export async function versions(): Promise<[what: string, version: string][]> {
  const nodes = await cluster().list<V1Node>("v1", "Node");
  const path = "jsonpath={range .items[*]}{range .spec.containers[*]}{.image}{'\\n'}{end}{end}";
  const images = await kubectl(["-n", "monitoring", "get", "pods", "-o", path]);
  const monitoring = [...new Set(images.trim().split("\n").map(nameAndTag))].sort();
  const database = await kubectl(["-n", "webhook-app", "exec", "postgresql-0", "--", "postgres", "--version"]);
  const service = await kubectl(["-n", "webhook-app", "exec", "deployment/webhook-app", "--", "node", "--version"]);
  return [
    ...nodes.map((node): [string, string] => ["node", nodeText(node)]),
    ["monitoring", monitoring.join(", ")],
    ["database", database.trim()],
    ["service", `Node.js ${service.trim()}`],
  ];
}

function nodeText({ status: { capacity = {}, nodeInfo } = {} }: V1Node): string {
  const size = `${capacity["cpu"]} CPUs, ${gibibytes(capacity["memory"] ?? "")} GiB`;
  const system = `${nodeInfo?.osImage}, Linux ${nodeInfo?.kernelVersion} (${nodeInfo?.architecture})`;
  return `${size}, ${system}, kubelet ${nodeInfo?.kubeletVersion}, ${nodeInfo?.containerRuntimeVersion}`;
}

/** An image's name and tag, without its registry. */
function nameAndTag(image: string): string {
  return image.split("/").at(-1)!.replace(/@.*/, "").replace(":", " ");
}

function gibibytes(quantity: string): number {
  return Math.round(Number.parseInt(quantity, 10) / 1024 / 1024);
}
