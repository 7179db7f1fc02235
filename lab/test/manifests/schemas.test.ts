import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";

import { idOf, type Manifest } from "./support/manifest.ts";
import { manifests } from "./support/repository.ts";

interface Bundle {
  kinds: Record<string, string>;
  $defs: object;
}

/** What is wrong with the object; an object of a kind that the bundle lacks is wrong too. */
function validator(version: string): (manifest: object) => string[] {
  const file = new URL(`schemas/kubernetes-${version}.json`, import.meta.url);
  const { kinds, $defs } = JSON.parse(readFileSync(file, "utf8")) as Bundle;
  // The schemas have formats (int32, byte, …) that describe Go types and constrain nothing more.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false }).addSchema({
    $id: "kubernetes",
    $defs,
  });
  return (manifest) => {
    const { apiVersion, kind } = manifest as Manifest;
    const reference = kinds[`${apiVersion}.${kind}`];
    if (reference === undefined) return [`${apiVersion} ${kind} is not in ${file.pathname}`];
    const validate = ajv.getSchema(`kubernetes${reference}`);
    if (validate === undefined) throw new Error(`${reference} is not in ${file.pathname}`);
    return validate(manifest) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}

/** Without what this reader has added. */
const asWritten = (manifest: Manifest): object =>
  Object.fromEntries(Object.entries(manifest).filter(([key]) => key !== "file"));

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
