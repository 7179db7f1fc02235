import { kubectl } from "../kubectl.ts";
import { quantity } from "./hpa.ts";

const PODS = "/apis/custom.metrics.k8s.io/v1beta1/namespaces/webhook-app/pods/*";

interface MetricList {
  items: { describedObject: { name: string }; value: string }[];
}

/**
 * A custom metric as the HPA reads it.
 *
 * @returns its value for each Pod
 * @throws KubectlError while no adapter serves it
 */
export async function podMetric(name: string): Promise<Map<string, number>> {
  const { items } = JSON.parse(await kubectl(["get", "--raw", `${PODS}/${name}`])) as MetricList;
  return new Map(items.map(({ describedObject, value }) => [describedObject.name, quantity(value)]));
}

/** The mean over Pods, which the HPA compares with its target; null while it cannot be read. */
export async function meanOfPods(name: string): Promise<number | null> {
  const values = await podMetric(name).then(
    (pods) => [...pods.values()],
    () => [],
  );
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
