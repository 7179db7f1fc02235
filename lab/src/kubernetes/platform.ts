import type { V1ConfigMap, V1Node } from "@kubernetes/client-node";
import { parse } from "yaml";
import type { Cluster } from "./cluster.ts";

/** The properties of a cluster to which the manifests are adapted. */
export interface Platform {
  /** The IPv4 networks of its Pods. */
  podNetworks: string[];
}

/** Clusters that kubeadm did not create, recognised by their nodes, and why the lab does not run on them. */
const OTHERS: [pattern: RegExp, reason: string][] = [
  [
    /k3s/,
    "k3s: its containerd reads registries from registries.yaml, not from the hosts.toml that node-registry writes",
  ],
  [
    /rke2/,
    "RKE2: its containerd reads registries from registries.yaml, not from the hosts.toml that node-registry writes",
  ],
  [/eks/, "EKS: its Pods and nodes share a network, but the NetworkPolicies distinguish them by address"],
  [/gke/, "GKE: its Pod network cannot be determined, and the provider owns /etc/containerd on its nodes"],
];

const OLDEST_KUBERNETES = [1, 30];

/**
 * Reads the properties to which the manifests are adapted.
 *
 * @throws Error with the reason if the lab does not run on such a cluster
 */
export async function readPlatform(cluster: Cluster): Promise<Platform> {
  const nodes = await cluster.list<V1Node>("v1", "Node");
  for (const node of nodes) refuseNode(node);
  const architectures = new Set(nodes.map(({ status }) => status?.nodeInfo?.architecture));
  if (architectures.size > 1) {
    throw refusal(
      `its nodes are ${[...architectures].join(" and ")}, but the pipeline builds for only one architecture`,
    );
  }
  const name = { namespace: "kube-system", name: "kubeadm-config" };
  const config = await cluster.read<V1ConfigMap>({ apiVersion: "v1", kind: "ConfigMap", metadata: name });
  if (config === undefined) throw refusal(unknownMaker(nodes));
  return { podNetworks: podNetworksOf(config.data?.["ClusterConfiguration"] ?? "") };
}

function refuseNode({ metadata, status }: V1Node): void {
  const { kubeletVersion = "", containerRuntimeVersion = "" } = status?.nodeInfo ?? {};
  const version = (/^v(\d+)\.(\d+)/.exec(kubeletVersion) ?? []).slice(1).map(Number);
  const [major = 0, minor = 0] = version;
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_KUBERNETES;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw refusal(
      `node ${metadata?.name} has Kubernetes ${kubeletVersion}; the builds need appArmorProfile, which needs 1.30`,
    );
  }
  const containerd = /^containerd:\/\/v?(\d+)/.exec(containerRuntimeVersion)?.[1];
  if (containerd === undefined || Number(containerd) < 2) {
    throw refusal(`node ${metadata?.name} has ${containerRuntimeVersion}; the lab's registry needs containerd 2`);
  }
}

function unknownMaker(nodes: V1Node[]): string {
  const said = nodes.map(({ metadata, status }) => {
    return `${status?.nodeInfo?.kubeletVersion} ${Object.keys(metadata?.labels ?? {}).join(" ")}`;
  });
  const known = OTHERS.find(([pattern]) => pattern.test(said.join(" ").toLowerCase()));
  return known?.[1] ?? "it has no ConfigMap kube-system/kubeadm-config, so its Pod network is unknown";
}

function podNetworksOf(configuration: string): string[] {
  const { networking } = (parse(configuration) ?? {}) as { networking?: { podSubnet?: string; dnsDomain?: string } };
  const { podSubnet = "", dnsDomain = "cluster.local" } = networking ?? {};
  if (dnsDomain !== "cluster.local") {
    throw refusal(`its DNS domain is ${dnsDomain}; the manifests use names in cluster.local`);
  }
  // A dual-stack cluster also has an IPv6 network.
  const networks = podSubnet.split(",").filter((network) => /^[\d.]+\/\d+$/.test(network));
  if (networks.length > 0) return networks;
  throw refusal(
    "kubeadm-config has no IPv4 podSubnet: set it with kubeadm init --pod-network-cidr, as the network plugin has it",
  );
}

function refusal(reason: string): Error {
  return new Error(`the lab does not run on this cluster (${reason}). It runs on kind and kubeadm: part-a/README.md`);
}
