import { expect, test } from "vitest";

import { LAB_SECRETS } from "../../src/secrets.ts";
import { containersOf, type Workload, workloadsOf } from "./support/manifest.ts";
import { manifests } from "./support/repository.ts";

/** namespace/name/key of everything that a Pod cannot start without. */
function secretsOf(workload: Workload): string[] {
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

test("the list of Secrets for the bootstrap names exactly what the Pods need", () => {
  const needed = [...new Set(workloadsOf(manifests).flatMap(secretsOf))];
  const listed = LAB_SECRETS.flatMap(({ namespace, name, keys }) => keys.map((key) => `${namespace}/${name}/${key}`));
  expect(listed.sort()).toEqual(needed.sort());
});

test("every mounted Secret says which of its keys are mounted", () => {
  const whole = workloadsOf(manifests).filter(({ pod }) =>
    (pod.volumes ?? []).some(({ secret }) => secret !== undefined && secret.items === undefined),
  );
  expect(whole.map(({ id }) => id)).toEqual([]);
});
