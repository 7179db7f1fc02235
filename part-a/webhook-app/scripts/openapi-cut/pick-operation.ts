import { STATUS_CODES } from "node:http";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** One operation to keep. */
export interface Operation {
  /** Upstream's file. */
  file: string;
  /** Upstream's path. */
  path: string;
  /** The path that we call, where it is another one. */
  as?: string;
  method: "get" | "post";
  /** In our words. */
  summary: string;
  /** Needs no token. */
  anonymous?: boolean;
}

const PROSE = new Set(["description", "summary", "example", "examples", "x-examples"]);

/** The two headers of every call are a security scheme, so that they are no parameters of each call. */
const CREDENTIALS = new Set(["X-Auth-Token", "X-User-Id"]);
const CREDENTIAL_REFS = /\/(?:Auth-Token|UserId)$/;

const REFUSALS = { 400: "badRequest", 401: "authorizationError", 403: "forbidden", 429: "tooManyRequests" };

/** Copies `value` without upstream's prose; the names under `properties` are names, whatever they are called. */
export function withoutProse(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => names || !PROSE.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutProse(item, !names && key === "properties")]));
}

function isCredential(parameter: Json): boolean {
  if (!isObject(parameter)) return false;
  const { name, $ref: reference } = parameter;
  if (typeof reference === "string") return CREDENTIAL_REFS.test(reference);
  return typeof name === "string" && CREDENTIALS.has(name);
}

/** Copies an operation with each response described by the words of its status, since a description is mandatory. */
export function describeResponses(operation: JsonObject): JsonObject {
  const entries = Object.entries(operation["responses"] as JsonObject).map(([status, response]) => [
    status,
    { description: STATUS_CODES[status] ?? "", ...(response as JsonObject) },
  ]);
  return { ...operation, responses: Object.fromEntries(entries) };
}

function success(operation: JsonObject): JsonObject {
  const responses = describeResponses(operation)["responses"] as JsonObject;
  return Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith("2")));
}

function refusals(): JsonObject {
  const entries = Object.entries(REFUSALS);
  return Object.fromEntries(entries.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]));
}

/**
 * Takes one operation out of upstream's document, without prose and credentials.
 *
 * @throws When upstream has no such operation.
 */
export function pickOperation(upstream: JsonObject, { path, method, summary, anonymous }: Operation): JsonObject {
  const found = ((upstream["paths"] as JsonObject)[path] as JsonObject | undefined)?.[method];
  if (found === undefined)
    throw new Error(`Upstream has no ${method} ${path}: look for its new name in its YAML files.`);
  const { parameters, responses, ...rest } = withoutProse(found) as JsonObject;
  const kept = ((parameters ?? []) as Json[]).filter((parameter) => !isCredential(parameter));
  return {
    summary,
    ...rest,
    ...(anonymous === true ? { security: [] } : {}),
    ...(kept.length > 0 ? { parameters: kept } : {}),
    responses: { ...success({ responses } as JsonObject), ...refusals() },
  };
}
