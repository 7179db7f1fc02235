import type { KubernetesObject } from "@kubernetes/client-node";

interface Policy extends KubernetesObject {
  spec?: { ingress?: { from?: unknown }[] };
}

/**
 * The object by the client library's names. It differs from Kubernetes in one that the manifests use, a policy's `from`,
 * and what it does not know it drops without a word: a rule without `from` lets everybody in.
 */
export function inClientNames(object: KubernetesObject): KubernetesObject {
  const { spec } = object as Policy;
  if (object.kind !== "NetworkPolicy" || spec?.ingress === undefined) return object;
  const ingress = spec.ingress.map(({ from, ...rule }) => (from === undefined ? rule : { ...rule, _from: from }));
  return { ...object, spec: { ...spec, ingress } } as KubernetesObject;
}
