import { readFileSync } from "node:fs";

import { Ajv } from "ajv";

import type { Manifest } from "../../../src/manifest.ts";
import { asWritten } from "../../manifests/support/schemas.ts";

const file = new URL("../schemas/custom-resources.json", import.meta.url);
const schemas = JSON.parse(readFileSync(file, "utf8")) as Record<string, object>;
const ajv = new Ajv({ strict: false, allErrors: true });

/** What is wrong with the custom resource; one of a kind without a schema is wrong too. */
export function customResourceErrors(manifest: Manifest): string[] {
  const key = `${manifest.apiVersion}.${manifest.kind}`;
  const schema = schemas[key];
  if (schema === undefined) return [`${key} is not in ${file.pathname}`];
  const validate = ajv.compile(schema);
  return validate(asWritten(manifest)) ? [] : validate.errors!.map((error) => `${error.instancePath} ${error.message}`);
}
