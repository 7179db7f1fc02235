import { isObject, type Json, type JsonObject } from "./json.ts";
import { withoutProse } from "./pick-operation.ts";

function referencesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const own = typeof value["$ref"] === "string" ? [value["$ref"]] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

function resolve(upstream: readonly JsonObject[], reference: string): Json | undefined {
  const keys = reference.slice("#/".length).split("/");
  for (const document of upstream) {
    let found: Json | undefined = document;
    for (const key of keys) found = isObject(found) ? found[key] : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Collects the components that `paths` refer to, directly or through others, from the first document that has them.
 * What none has must come from the corrections.
 */
export function pickComponents(upstream: readonly JsonObject[], paths: JsonObject): JsonObject {
  const components: Record<string, JsonObject> = {};
  const waiting = referencesIn(paths);
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    const [, , section, name] = reference.split("/");
    const found = resolve(upstream, reference);
    if (section === undefined || name === undefined || found === undefined) continue;
    if (components[section]?.[name] !== undefined) continue;
    const component = withoutProse(found);
    components[section] = { ...components[section], [name]: component };
    waiting.push(...referencesIn(component));
  }
  return components;
}
