interface State {
  waiting?: { reason?: string; message?: string };
  terminated?: { reason?: string; message?: string; exitCode: number };
}

interface ContainerStatus {
  name: string;
  state?: State;
  /** How it ended before it was started again. */
  lastState?: State;
}

interface Pod {
  metadata: { namespace: string; name: string };
  status: {
    conditions?: { type: string; status: string; message?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

/** What keeps Pods of a list (as JSON) from running, in the words of scheduler and kubelet, a line for each. */
export function troubledPods(list: string): string[] {
  const { items } = JSON.parse(list) as { items: Pod[] };
  return items.flatMap(({ metadata: { namespace, name }, status }) => {
    const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False") return [`${namespace}/${name} has no node: ${scheduled.message}`];
    const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    return containers.flatMap((container) => {
      const trouble = troubleOf(container);
      return trouble === "" ? [] : [`${namespace}/${name}, container ${container.name}: ${trouble}`];
    });
  });
}

function troubleOf({ state, lastState }: ContainerStatus): string {
  const { waiting, terminated } = state ?? {};
  if (terminated) return endOf(terminated);
  if (waiting === undefined || ["ContainerCreating", "PodInitializing"].includes(waiting.reason ?? "")) return "";
  const before = lastState?.terminated ? endOf(lastState.terminated) : "";
  return [waiting.reason, waiting.message, before].filter(Boolean).join(": ");
}

function endOf({ exitCode, reason, message }: NonNullable<State["terminated"]>): string {
  return exitCode === 0 ? "" : [`ended with ${exitCode}`, reason, message].filter(Boolean).join(": ");
}
