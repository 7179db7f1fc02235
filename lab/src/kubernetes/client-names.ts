import type { KubernetesObject } from "@kubernetes/client-node";

interface Policy extends KubernetesObject {
  spec?: { ingress?: { from?: unknown }[] };
}

/**
 * The object with the client library's field names. Of those that the manifests use, only a policy's `from` differs from
 * Kubernetes' name, and the library silently drops unknown fields: a rule without `from` lets everybody in.
 */
export function inClientNames(object: KubernetesObject): KubernetesObject {
  const { spec } = object as Policy;
  if (object.kind !== "NetworkPolicy" || spec?.ingress === undefined) return object;
  const ingress = spec.ingress.map(({ from, ...rule }) => (from === undefined ? rule : { ...rule, _from: from }));
  return { ...object, spec: { ...spec, ingress } } as KubernetesObject;
}
