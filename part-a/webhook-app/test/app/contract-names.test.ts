import { expect, test } from "vitest";
import { createDocument } from "../../src/contract.ts";

/** As much of OpenAPI as the document uses. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Operation {
  operationId?: string;
  parameters?: { name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const document = JSON.parse(JSON.stringify(createDocument())) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const isNull = ({ type }: Schema) => type === "null";

/** A choice between several schemas, where it is more than one that may be null. */
function choices({ anyOf = [], oneOf = [] }: Schema): Schema[] {
  return [...anyOf, ...oneOf].filter((choice) => !isNull(choice));
}

function parts(schema: Schema): [string, Schema][] {
  const { properties = {}, items, allOf = [] } = schema;
  const below = [...choices(schema), ...allOf, ...(items ? [items] : [])];
  return [...Object.entries(properties), ...below.map((part): [string, Schema] => ["", part])];
}

/** What a generator of clients must make up a name for: `GitLabEventType3`, `ReceiveWebhookResponse200`. */
function withoutName(schema: Schema, place: string): string[] {
  if (schema.$ref !== undefined) return [];
  const wantsName = schema.properties !== undefined || (schema.enum?.length ?? 0) > 1 || choices(schema).length > 1;
  return [...(wantsName ? [place] : []), ...partsWithoutName(schema, place)];
}

function partsWithoutName(schema: Schema, place: string): string[] {
  return parts(schema).flatMap(([name, part]) => withoutName(part, `${place} ${name}`.trim()));
}

function bodies({ operationId = "", parameters = [], requestBody, responses }: Operation): [string, Schema][] {
  const contents = [requestBody, ...Object.values(responses)].flatMap((body) => Object.values(body?.content ?? {}));
  return [...contents, ...parameters].map(({ schema }) => [operationId, schema]);
}

test("every object, choice and enumeration has its own name, which generated clients show", () => {
  const inSchemas = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    partsWithoutName(schema, name),
  );
  const inOperations = operations.flatMap(bodies).flatMap(([place, schema]) => withoutName(schema, place));
  expect([...inSchemas, ...inOperations]).toEqual([]);
});

test("every operation has its own name", () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name ?? ""))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
