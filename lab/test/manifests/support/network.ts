import type { Manifest } from "../../../src/manifest.ts";
import { type Workload, workloadsOf } from "./manifest.ts";

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: Expression[];
}

interface Peer {
  namespaceSelector?: Selector;
  podSelector?: Selector;
  ipBlock?: object;
}

interface PolicyRule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number | string; protocol?: string }[];
}

interface PolicySpec {
  podSelector: Selector;
  policyTypes: string[];
  ingress?: PolicyRule[];
  egress?: PolicyRule[];
}

/** Something that talks: the Pods of one workload, or the jobs that a runner makes in a namespace. */
export interface Endpoint {
  id: string;
  namespace: string;
  labels: Record<string, string>;
  ports: Record<string, number>;
}

export interface Policy {
  id: string;
  namespace: string;
  spec: PolicySpec;
}

/** Where the runners make the jobs' Pods: no manifest names these. */
const JOB_NAMESPACES = ["ci-build", "ci-deploy"];

export function endpointsOf(manifests: Manifest[]): Endpoint[] {
  const jobs = JOB_NAMESPACES.map((namespace) => ({ id: `${namespace}/job`, namespace, labels: {}, ports: {} }));
  return [...workloadsOf(manifests).map(toEndpoint), ...jobs];
}

function toEndpoint({ id, namespace, labels, pod }: Workload): Endpoint {
  const ports = pod.containers.flatMap((container) => container.ports ?? []);
  return {
    id,
    namespace,
    labels,
    ports: Object.fromEntries(ports.map(({ name, containerPort }) => [name ?? String(containerPort), containerPort])),
  };
}

export function policiesOf(manifests: Manifest[]): Policy[] {
  return manifests
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map(({ metadata: { name, namespace = "default" }, spec }) => ({
      id: `${namespace}/${name}`,
      namespace,
      spec: spec as PolicySpec,
    }));
}

function fits({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Record<string, string>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== "In") throw new Error(`operator ${operator} is not known to this reader; teach it first`);
      return values.includes(labels[key] ?? "");
    })
  );
}

export const applies = (policy: Policy, { namespace, labels }: Endpoint): boolean =>
  policy.namespace === namespace && fits(policy.spec.podSelector, labels);

function isPeer(peer: Peer, policy: Policy, { namespace, labels }: Endpoint): boolean {
  if (peer.ipBlock !== undefined) return false;
  const inNamespace =
    peer.namespaceSelector === undefined
      ? namespace === policy.namespace
      : fits(peer.namespaceSelector, { "kubernetes.io/metadata.name": namespace });
  return inNamespace && fits(peer.podSelector ?? {}, labels);
}

/** Ports of `server` that the policies in one direction let `client` reach. */
function allowed(direction: "ingress" | "egress", policies: Policy[], client: Endpoint, server: Endpoint): number[] {
  const [self, other] = direction === "ingress" ? [server, client] : [client, server];
  return policies
    .filter((policy) => applies(policy, self))
    .flatMap((policy) =>
      (policy.spec[direction] ?? [])
        .filter((rule) => (rule.from ?? rule.to ?? []).some((peer) => isPeer(peer, policy, other)))
        .flatMap((rule) =>
          (rule.ports ?? []).map(({ port }) => (typeof port === "number" ? port : server.ports[port])),
        ),
    )
    .filter((port) => port !== undefined);
}

/** "client > server:port" for each connection that the policies of one side name, and whether the other side agrees. */
export function connections(manifests: Manifest[]): { open: string[]; halfOpen: string[] } {
  const policies = policiesOf(manifests);
  const endpoints = endpointsOf(manifests);
  const found = { open: new Set<string>(), halfOpen: new Set<string>() };
  for (const client of endpoints) {
    for (const server of endpoints) {
      const out = allowed("egress", policies, client, server);
      const into = allowed("ingress", policies, client, server);
      for (const port of [...out, ...into]) {
        const both = out.includes(port) && into.includes(port);
        found[both ? "open" : "halfOpen"].add(`${client.id} > ${server.id}:${port}`);
      }
    }
  }
  return { open: [...found.open].sort(), halfOpen: [...found.halfOpen].sort() };
}
