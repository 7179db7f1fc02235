import { KubeConfig, type V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../src/kubernetes/cluster.ts";
import { connect } from "../src/kubernetes/connect.ts";

let opened: Cluster | undefined;

/** The cluster of the current kube context. For what kubectl does by itself (rollouts, logs, raw paths): kubectl.ts. */
export function cluster(): Cluster {
  if (opened) return opened;
  const config = new KubeConfig();
  config.loadFromDefault();
  opened = connect(config);
  return opened;
}

/** The Pods of `webhook-app`, except those being deleted. */
export async function servicePods(): Promise<V1Pod[]> {
  const pods = await cluster().list<V1Pod>("v1", "Pod", "webhook-app");
  return pods.filter(({ metadata }) => {
    return metadata?.labels?.["app.kubernetes.io/name"] === "webhook-app" && metadata.deletionTimestamp === undefined;
  });
}

/** The names of these Pods. */
export async function servicePodNames(): Promise<string[]> {
  return (await servicePods()).map(({ metadata }) => metadata?.name ?? "");
}
