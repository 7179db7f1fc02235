import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Record<string, unknown>;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const document = parse(readFileSync("openapi/gitlab.yaml", "utf8")) as Document;

// Allow OpenAPI's own keywords (example, nullable, int64), which JSON Schema lacks.
const options = { strict: false, allErrors: true, validateFormats: false, schemas: { "gitlab.yaml": document } };
/** Everything in a URL is text. */
const urls = new Ajv({ ...options, coerceTypes: "array" });
const bodies = new Ajv(options);

/** A request as GitLab's OpenAPI document understands it. */
export interface Understood {
  operationId: string;
  path: Record<string, string>;
  query: URLSearchParams;
  /** Throws if this is not an answer that the document allows. */
  checkAnswer: (status: number, body: unknown) => void;
}

/** What the stand-in answers, before it is checked. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/**
 * Finds the operation of a request.
 *
 * @throws Error if the document has none, or if a parameter is unknown, missing or malformed
 */
export function understand(method: string, url: URL): Understood {
  for (const [template, operations] of Object.entries(document.paths)) {
    const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const groups = new RegExp(`^${pattern}$`).exec(url.pathname);
    const operation = operations[method.toLowerCase()];
    if (!groups || !operation) continue;
    const path = Object.fromEntries(
      Object.entries(groups.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    checkParameters(operation, path, url.searchParams);
    const checkAnswer = (status: number, body: unknown) => checkBody(operation, status, body);
    return { operationId: operation.operationId, path, query: url.searchParams, checkAnswer };
  }
  throw new Error(`GitLab's document has no ${method} ${url.pathname}.`);
}

function checkParameters({ parameters = [] }: Operation, path: Record<string, string>, query: URLSearchParams): void {
  const known = new Set(parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name));
  const unknown = [...query.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`unknown parameters: ${unknown.join(", ")}`);
  for (const { name, in: place, required, schema } of parameters) {
    const text = place === "path" ? path[name] : (query.get(name) ?? undefined);
    if (text === undefined) {
      if (required) throw new Error(`${name} is missing`);
      continue;
    }
    const value = schema["type"] === "array" ? text.split(",") : text;
    // In a property, because Ajv converts only there. A number in a URL is also text, so of "string or number"
    // both match.
    const { oneOf, ...rest } = schema;
    const validate = urls.compile({ properties: { [name]: oneOf === undefined ? schema : { ...rest, anyOf: oneOf } } });
    if (!validate({ [name]: value })) throw new Error(`${name}=${text}: ${urls.errorsText(validate.errors)}`);
  }
}

function checkBody({ operationId, responses }: Operation, status: number, body: unknown): void {
  const response = responses[status];
  if (!response) throw new Error(`${operationId} never answers ${status}.`);
  if (response.content?.["application/json"] === undefined) return;
  const path = Object.entries(document.paths).find(([, operations]) =>
    Object.values(operations).some((operation) => operation.operationId === operationId),
  )!;
  const method = Object.keys(path[1]).find((name) => path[1][name]?.operationId === operationId)!;
  const pointer = ["paths", path[0], method, "responses", String(status), "content", "application/json", "schema"];
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")));
  const validate = bodies.compile({ $ref: `gitlab.yaml#/${escaped.join("/")}` });
  if (!validate(body)) throw new Error(`${operationId} answers otherwise: ${bodies.errorsText(validate.errors)}`);
}
