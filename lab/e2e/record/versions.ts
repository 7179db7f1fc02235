import { kubectl } from "../kubectl.ts";

interface Nodes {
  items: {
    status: {
      capacity: { cpu: string; memory: string };
      nodeInfo: Record<
        "kubeletVersion" | "containerRuntimeVersion" | "kernelVersion" | "osImage" | "architecture",
        string
      >;
    };
  }[];
}

/** The cluster and the versions of what ran on it, for the report. */
export async function versions(): Promise<[what: string, version: string][]> {
  const { items } = JSON.parse(await kubectl(["get", "nodes", "-o", "json"])) as Nodes;
  const nodes = items.map(({ status: { capacity, nodeInfo } }): [string, string] => [
    "node",
    `${capacity.cpu} CPUs, ${gibibytes(capacity.memory)} GiB, ${nodeInfo.osImage}, Linux ${nodeInfo.kernelVersion} (${nodeInfo.architecture}), kubelet ${nodeInfo.kubeletVersion}, ${nodeInfo.containerRuntimeVersion}`,
  ]);
  const path = "jsonpath={range .items[*]}{range .spec.containers[*]}{.image}{'\\n'}{end}{end}";
  const images = await kubectl(["-n", "monitoring", "get", "pods", "-o", path]);
  const monitoring = [...new Set(images.trim().split("\n").map(nameAndTag))].sort();
  const database = await kubectl(["-n", "webhook-app", "exec", "postgresql-0", "--", "postgres", "--version"]);
  const service = await kubectl(["-n", "webhook-app", "exec", "deployment/webhook-app", "--", "node", "--version"]);
  return [
    ...nodes,
    ["monitoring", monitoring.join(", ")],
    ["database", database.trim()],
    ["service", `Node.js ${service.trim()}`],
  ];
}

/** Without the registry that it came from. */
function nameAndTag(image: string): string {
  return image.split("/").at(-1)!.replace(/@.*/, "").replace(":", " ");
}

function gibibytes(quantity: string): number {
  return Math.round(Number.parseInt(quantity, 10) / 1024 / 1024);
}
