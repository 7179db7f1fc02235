import type { Cluster } from "../../kubernetes/cluster.ts";
import { nameOf } from "../../kubernetes/applied.ts";
import { readiness } from "../../kubernetes/readiness.ts";
import type { Render } from "../../repository.ts";
import type { Step } from "../../step.ts";
import { type Patience, until } from "../../until.ts";

const WORKLOADS = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** A step for each workload of a folder, which waits until it is ready and says what it waits for. */
export async function ready(
  cluster: Cluster,
  render: Render,
  folder: string,
  patience: Patience,
): Promise<(Step & { namespace: string })[]> {
  const workloads = (await render(folder)).filter(({ kind }) => WORKLOADS.has(kind ?? "")).map(nameOf);
  return workloads.map((name) => {
    const { namespace = "default", name: called } = name.metadata;
    const check = async () => {
      const { ready, detail } = await readiness(cluster, name);
      return ready ? undefined : detail;
    };
    return {
      namespace,
      name: `Kubernetes: ${namespace}/${called} is ready`,
      check,
      async change() {
        await until(`${namespace}/${called}`, patience, async (still) => {
          const missing = await check();
          return missing === undefined || still(missing);
        });
      },
    };
  });
}
