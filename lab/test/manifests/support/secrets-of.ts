import { containersOf, type Workload } from "./manifest.ts";

/** namespace/name/key of everything that a Pod cannot start without. */
export function secretsOf(workload: Workload): string[] {
  const { namespace, pod } = workload;
  const variables = containersOf(workload).flatMap(({ env = [] }) =>
    env.flatMap((e) => e.valueFrom?.secretKeyRef ?? []),
  );
  const mounted = (pod.volumes ?? [])
    .flatMap(({ secret }) => secret ?? [])
    .flatMap(({ secretName: name, items = [], optional = false }) => items.map(({ key }) => ({ name, key, optional })));
  const pulls = (pod.imagePullSecrets ?? []).map(({ name }) => ({ name, key: ".dockerconfigjson" }));
  return [...variables, ...mounted, ...pulls]
    .filter((reference) => !("optional" in reference && reference.optional === true))
    .map(({ name, key }) => `${namespace}/${name}/${key}`);
}
