import { describe, expect, test } from "vitest";

import { idOf } from "./support/manifest.ts";
import { manifests } from "./support/repository.ts";
import { asWritten, validator } from "./support/schemas.ts";

describe.each(["1.34", "1.37"])("Kubernetes %s", (version) => {
  const validate = validator(version);

  test.each(manifests.map((manifest) => [idOf(manifest), manifest] as const))("%s fits its schema", (_, manifest) => {
    expect(validate(asWritten(manifest))).toEqual([]);
  });

  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "x" },
    spec: { selector: {}, template: { spec: { containers: [{ name: "x" }] } } },
  };

  test("a correct object passes; an unknown field, a wrong type and a missing field do not", () => {
    expect(validate(deployment)).toEqual([]);
    expect(validate({ ...deployment, spec: { ...deployment.spec, replica: 1 } })).toEqual([
      "/spec must NOT have additional properties",
    ]);
    expect(validate({ ...deployment, spec: { ...deployment.spec, replicas: "1" } })).toHaveLength(1);
    expect(validate({ ...deployment, spec: {} })).toHaveLength(2);
  });
});
