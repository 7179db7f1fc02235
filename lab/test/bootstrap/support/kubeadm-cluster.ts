import { stringify } from "yaml";
import type { Stored } from "./kubernetes-objects.ts";

interface Circumstances {
  /** What each node says of itself. */
  nodes?: { kubelet?: string; runtime?: string; architecture?: string; labels?: Record<string, string> }[];
  /** kubeadm-config's `networking`; null: there is no kubeadm-config. */
  networking?: Record<string, string> | null;
}

/** What Kubernetes has after `kubeadm init`, as far as anybody asks for it. */
export function kubeadmCluster({
  nodes = [{}],
  networking = { podSubnet: "10.244.0.0/16" },
}: Circumstances = {}): Stored[] {
  const objects: Stored[] = nodes.map(({ kubelet, runtime, architecture, labels = {} }, index) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `node-${index}`, labels },
    status: {
      nodeInfo: {
        kubeletVersion: kubelet ?? "v1.34.5",
        containerRuntimeVersion: runtime ?? "containerd://2.1.4",
        architecture: architecture ?? "amd64",
      },
    },
  }));
  if (networking === null) return objects;
  const configuration = stringify({ kind: "ClusterConfiguration", networking });
  const metadata = { namespace: "kube-system", name: "kubeadm-config" };
  return [...objects, { apiVersion: "v1", kind: "ConfigMap", metadata, data: { ClusterConfiguration: configuration } }];
}
