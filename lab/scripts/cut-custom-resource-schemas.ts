// Writes test/monitoring/schemas/custom-resources.json: the schemas of the custom resources in part-b, cut out of their
// definitions. Objects are closed, as in the API server's strict validation; descriptions are dropped. Run it by
// hand, when a version changes, on the definitions' files (test/monitoring/schemas/README.md lists the versions):
//
//   node scripts/cut-custom-resource-schemas.ts FILE...
import { readFile, writeFile } from "node:fs/promises";

import { parse } from "yaml";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Definition {
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; schema: { openAPIV3Schema: Json } }[];
  };
}

const OUTPUT = new URL("../test/monitoring/schemas/custom-resources.json", import.meta.url);
const DROPPED = new Set(["description", "default", "format"]);

function cut(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(cut);
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !isDropped(key, value));
  const copy = Object.fromEntries(kept.map(([key, value]) => [key, key === "properties" ? each(value) : cut(value)]));
  const isOpen = "additionalProperties" in copy || schema["x-kubernetes-preserve-unknown-fields"] === true;
  return "properties" in copy && !isOpen ? { ...copy, additionalProperties: false } : copy;
}

/** A property may itself be named `description` or `default`. */
const each = (properties: Json | undefined): Json =>
  Object.fromEntries(Object.entries(properties as Record<string, Json>).map(([name, value]) => [name, cut(value)]));

const isDropped = (key: string, value: Json): boolean =>
  key.startsWith("x-kubernetes-") ||
  (DROPPED.has(key) && (key === "default" || typeof value === "string")) ||
  (key === "pattern" && typeof value === "string" && !isRegExp(value));

/** Go supports `(?i)` and other syntax that JavaScript does not. */
function isRegExp(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, "u"));
  } catch {
    return false;
  }
}

async function schemasOf(file: string): Promise<[string, Json][]> {
  // YAML 1.1 reads a bare "=" as a special value, YAML 1.2 as text, which an enum of matchers means.
  const { spec } = parse(await readFile(file, "utf8")) as Definition;
  return spec.versions.map(({ name, schema }) => [
    `${spec.group}/${name}.${spec.names.kind}`,
    cut(schema.openAPIV3Schema),
  ]);
}

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("usage: cut-custom-resource-schemas.ts FILE... (see the head of this file)");
const kinds = Object.fromEntries((await Promise.all(files.map(schemasOf))).flat());
await writeFile(OUTPUT, `${JSON.stringify(kinds)}\n`);
console.log(`${OUTPUT.pathname}: ${Object.keys(kinds).join(", ")}`);
