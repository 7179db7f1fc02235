import { isObject, type Json, type JsonObject } from "./json.ts";

/** Copies `value`; where an object's schema requires a property, this property is no longer nullable. */
export function refuseNull<Value extends Json>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => refuseNull(item)) as Value;
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, refuseNull(item)]));
  const { properties, required } = copy;
  if (isObject(properties) && Array.isArray(required)) copy["properties"] = withRequired(properties, required);
  return copy as Value;
}

function withRequired(properties: JsonObject, required: readonly Json[]): JsonObject {
  const entries = Object.entries(properties).map(([key, schema]): [string, Json] => {
    if (!required.includes(key) || !isObject(schema)) return [key, schema];
    const { nullable: _, ...rest } = schema;
    return [key, rest];
  });
  return Object.fromEntries(entries);
}
