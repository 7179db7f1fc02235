import { expect, test } from "vitest";

import { LAB_SECRETS } from "../../src/secrets.ts";
import { workloadsOf } from "./support/manifest.ts";
import { manifests } from "./support/repository.ts";
import { secretsOf } from "./support/secrets-of.ts";

test("the list of Secrets for the bootstrap names exactly what the Pods need", () => {
  const needed = [...new Set(workloadsOf(manifests).flatMap(secretsOf))];
  const listed = LAB_SECRETS.flatMap(({ namespace, name, keys }) => keys.map((key) => `${namespace}/${name}/${key}`));
  expect(listed.sort()).toEqual(needed.sort());
});

test("every mounted Secret lists the mounted keys", () => {
  const whole = workloadsOf(manifests).filter(({ pod }) =>
    (pod.volumes ?? []).some(({ secret }) => secret !== undefined && secret.items === undefined),
  );
  expect(whole.map(({ id }) => id)).toEqual([]);
});
