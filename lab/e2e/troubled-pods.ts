import type { V1ContainerState, V1ContainerStatus, V1Pod } from "@kubernetes/client-node";

/** What keeps Pods of a list (as JSON) from running, in the words of scheduler and kubelet, a line for each. */
export function troubledPods(list: string): string[] {
  const { items } = JSON.parse(list) as { items: V1Pod[] };
  return items.flatMap(({ metadata, status }) => {
    const { namespace, name } = metadata ?? {};
    const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False") return [`${namespace}/${name} has no node: ${scheduled.message}`];
    const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    return containers.flatMap((container) => {
      const trouble = troubleOf(container);
      return trouble === "" ? [] : [`${namespace}/${name}, container ${container.name}: ${trouble}`];
    });
  });
}

function troubleOf({ state, lastState }: V1ContainerStatus): string {
  const { waiting, terminated } = state ?? {};
  if (terminated) return endOf(terminated);
  if (waiting === undefined || ["ContainerCreating", "PodInitializing"].includes(waiting.reason ?? "")) return "";
  const before = lastState?.terminated ? endOf(lastState.terminated) : "";
  return [waiting.reason, waiting.message, before].filter(Boolean).join(": ");
}

function endOf({ exitCode, reason, message }: NonNullable<V1ContainerState["terminated"]>): string {
  return exitCode === 0 ? "" : [`ended with ${exitCode}`, reason, message].filter(Boolean).join(": ");
}
