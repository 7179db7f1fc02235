import { readFileSync } from "node:fs";

import { Ajv } from "ajv";

import type { Manifest } from "../../../src/manifest.ts";

interface Bundle {
  kinds: Record<string, string>;
  $defs: object;
}

/** What is wrong with the object; an object of a kind that the bundle lacks is wrong too. */
export function validator(version: string): (manifest: object) => string[] {
  const file = new URL(`../schemas/kubernetes-${version}.json`, import.meta.url);
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
export const asWritten = (manifest: Manifest): object =>
  Object.fromEntries(Object.entries(manifest).filter(([key]) => key !== "file"));
