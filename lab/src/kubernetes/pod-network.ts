import type { KubernetesObject } from "@kubernetes/client-node";

/** The network in the manifests: kind's default, so that `kubectl apply -k` works on kind. */
export const POD_NETWORK = "10.244.0.0/16";

interface Peer {
  ipBlock?: { except?: string[] };
}

/** The fields that are read here. */
interface Policy extends KubernetesObject {
  spec?: { ingress?: { from?: Peer[] }[]; egress?: { to?: Peer[] }[] };
}

/** The objects with the cluster's own Pod networks in policies that mean "everybody but Pods". */
export function withPodNetworks(objects: KubernetesObject[], networks: string[]): KubernetesObject[] {
  return objects.map((object) => (object.kind === "NetworkPolicy" ? fitted(object, networks) : object));
}

function fitted(object: KubernetesObject, networks: string[]): Policy {
  const policy = structuredClone(object) as Policy;
  const { ingress = [], egress = [] } = policy.spec ?? {};
  for (const { ipBlock } of [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)]) {
    if (ipBlock?.except === undefined) continue;
    ipBlock.except = ipBlock.except.flatMap((network) => (network === POD_NETWORK ? networks : [network]));
  }
  return policy;
}
