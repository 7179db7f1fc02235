import { isObject, type JsonObject } from "./json.ts";

/**
 * Copies `components`, in the schemas that `kept` names with the properties that it names.
 *
 * @throws When upstream has no such schema or property.
 */
export function keepProperties(components: JsonObject, kept: Readonly<Record<string, readonly string[]>>): JsonObject {
  const schemas = { ...(components["schemas"] as JsonObject) };
  for (const [name, properties] of Object.entries(kept)) {
    const schema = schemas[name];
    const all = isObject(schema) ? schema["properties"] : undefined;
    if (!isObject(schema) || !isObject(all)) throw new Error(`Upstream has no schema ${name} with properties.`);
    schemas[name] = { ...schema, properties: Object.fromEntries(properties.map((key) => [key, own(all, key, name)])) };
  }
  return { ...components, schemas };
}

function own(properties: JsonObject, key: string, schema: string): JsonObject {
  const property = properties[key];
  if (!isObject(property)) throw new Error(`Upstream's schema ${schema} has no ${key}.`);
  return property;
}
