import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Call {
  method: string;
  pathname: string;
  query: URLSearchParams;
  body: unknown;
}

/** An operation of the document that a request is of. */
interface Found {
  /** Like "get /api/v4/projects/{id}". */
  name: string;
  path: Record<string, string>;
  operation: Operation;
}

/** An OpenAPI document as a judge of requests and answers. */
export interface Contract {
  find(call: Call): Found | undefined;
  /** What of the request the document does not allow. */
  requestFaults(found: Found, call: Call): string[];
  /** What of the answer the document does not promise. */
  answerFaults(found: Found, status: number, body: unknown): string[];
}

/** Reads a document of OpenAPI 3.0, whose `nullable` Ajv knows. */
export function readContract(file: string): Contract {
  const document = parse(readFileSync(file, "utf8")) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: false });
  ajv.addSchema(document, "contract");
  const coercing = new Ajv({ strict: false, validateFormats: false, coerceTypes: "array" });
  const faults = (schema: Schema, value: unknown): string[] => {
    const validate = ajv.compile(absolute(schema) as object);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const known = (schema: Schema) => {
    const target =
      schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    return target?.properties;
  };
  return {
    find: (call) => findOperation(document, call),
    requestFaults({ operation }, { query, body }) {
      const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
      const inQuery = [...query].flatMap(([name, value]) => {
        const parameter = parameters.find((candidate) => candidate.name === name);
        if (parameter === undefined) return [`the query parameter ${name} is not in the document`];
        const valid = coercing.validate({ type: "object", properties: { value: parameter.schema ?? {} } }, { value });
        return valid ? [] : [`query parameter ${name}: ${coercing.errorsText()}`];
      });
      return [...inQuery, ...bodyFaults(operation, body)];
    },
    answerFaults({ operation }, status, body) {
      const response = operation.responses[String(status)];
      if (response === undefined) return [`status ${status} is not in the document`];
      const schema = response.content?.["application/json"]?.schema;
      return schema === undefined ? [] : faults(schema, body);
    },
  };

  function bodyFaults({ requestBody }: Operation, body: unknown): string[] {
    const schema = requestBody?.content["application/json"]?.schema;
    if (schema === undefined) return body === undefined ? [] : ["a body where the document has none"];
    if (body === undefined) return requestBody?.required === true ? ["no body"] : [];
    const properties = known(schema);
    const strange = Object.keys(body as object).filter((key) => properties !== undefined && !(key in properties));
    return [...strange.map((key) => `the property ${key} is not in the document`), ...faults(schema, body)];
  }
}

/** References of the document, as seen from outside. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    return [key, key === "$ref" && typeof item === "string" ? `contract${item}` : absolute(item)];
  });
  return Object.fromEntries(entries);
}

function findOperation({ paths }: Document, { method, pathname }: Call): Found | undefined {
  for (const [template, operations] of Object.entries(paths)) {
    const operation = operations[method.toLowerCase()];
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const pattern = template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "([^/]+)");
    const matched = new RegExp(`^${pattern}$`).exec(pathname);
    if (operation === undefined || matched === null) continue;
    const path = names.map((name, index) => [name, decodeURIComponent(matched[index + 1] ?? "")]);
    return { name: `${method.toLowerCase()} ${template}`, path: Object.fromEntries(path) as never, operation };
  }
  return undefined;
}
