import type { IncomingMessage } from "node:http";
import { problem, type ProblemOf } from "../contract/problem.ts";
import type { Authenticator } from "../gitlab/authenticate.ts";
import type { GitLabEvent } from "../gitlab/event.ts";
import type { HeaderReader } from "../gitlab/headers.ts";
import { parseEvent } from "../gitlab/parse-event.ts";
import { NOWHERE, readPlace, type Place } from "../gitlab/read-place.ts";
import { webhookIdOf, webhookIdWithout } from "../gitlab/webhook-id.ts";
import { unknownParameterProblem } from "./parse-parameters.ts";
import type { BodyReader } from "./read-body.ts";

/** One POST after authentication and parsing; a rejected one has its answer. */
export type WebhookInput =
  | { ok: true; header: HeaderReader; webhookId: string; kind: string; event: GitLabEvent; place: Place }
  | Refusal;

export interface Refusal {
  ok: false;
  problem: ProblemOf<RefusalStatus>;
  /** What is known about it; only if it comes from our GitLab. */
  from?: { webhookId: string; kind: string; place: Place };
}

type RefusalStatus = 400 | 401 | 413 | 415 | 503;

export interface WebhookInputDeps {
  authenticator: Authenticator;
  readBody: BodyReader;
  maxBodyBytes: number;
}

/**
 * Reads one webhook: token or signature headers first, then the body, its signature, JSON, and last the event's
 * schema. Unauthenticated senders learn nothing about a body, and nothing is parsed for them. The raw body is freed
 * here: while the store is slow, tens of large ones would fill the memory.
 */
export async function readWebhook(incoming: IncomingMessage, deps: WebhookInputDeps): Promise<WebhookInput> {
  const header = headerReader(incoming);
  const before = deps.authenticator.beforeBody(header);
  if (!before.ok) return { ok: false, problem: problem(401, before.detail) };
  // A signature covers the body: a request rejected before that may come from anybody.
  const from = before.known ? { webhookId: webhookIdWithout(header), kind: "invalid", place: NOWHERE } : undefined;
  const unfit = unknownParameters(incoming) ?? unsupportedMediaType(header);
  if (unfit) return { ok: false, problem: unfit, ...(from && { from }) };
  const body = await deps.readBody(incoming, before.known);
  if (!body.ok) return { ok: false, problem: bodyProblem(body.reason, deps.maxBodyBytes), ...(from && { from }) };
  const after = deps.authenticator.afterBody(header, body.bytes);
  if (!after.ok) return { ok: false, problem: problem(401, after.detail) };
  return parse(header, body.bytes);
}

function parse(header: HeaderReader, rawBody: Buffer): WebhookInput {
  const json = parseJson(rawBody);
  if (!json.ok) {
    const webhookId = webhookIdOf(header, rawBody, "invalid");
    return { ok: false, problem: problem(400, json.detail), from: { webhookId, kind: "invalid", place: NOWHERE } };
  }
  const parsed = parseEvent(json.value);
  // An event that may notify somebody has its own place.
  const place = parsed.ok && parsed.event.kind !== "unsupported" ? NOWHERE : readPlace(json.value);
  if (!parsed.ok) {
    const webhookId = webhookIdOf(header, rawBody, "invalid");
    const { detail, errors } = parsed;
    return { ok: false, problem: problem(400, detail, errors), from: { webhookId, kind: "invalid", place } };
  }
  const { kind, event } = parsed;
  return { ok: true, header, webhookId: webhookIdOf(header, rawBody, event.kind), kind, event, place };
}

function parseJson(rawBody: Buffer): { ok: true; value: unknown } | { ok: false; detail: string } {
  try {
    return { ok: true, value: JSON.parse(rawBody.toString("utf8")) };
  } catch (error) {
    // V8's message quotes the text around the mistake, which may be private: show only its position.
    const where = /at position \d+/.exec(String(error))?.[0] ?? "at the end";
    return { ok: false, detail: `Invalid JSON ${where}. Send GitLab's payload unchanged.` };
  }
}

function headerReader(incoming: IncomingMessage): HeaderReader {
  return (name) => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
}

function unknownParameters({ url = "" }: IncomingMessage): ProblemOf<400> | undefined {
  const start = url.indexOf("?");
  return start < 0 ? undefined : unknownParameterProblem([...new URLSearchParams(url.slice(start)).keys()], []);
}

function unsupportedMediaType(header: HeaderReader): ProblemOf<415> | undefined {
  const type = header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json")
    return problem(415, `Content-Type is ${type || "missing"}; it must be application/json.`);
  const encoding = header("content-encoding")?.toLowerCase();
  if (!encoding || encoding === "identity") return undefined;
  return problem(415, `Content-Encoding is ${encoding}; send the body uncompressed.`);
}

function bodyProblem(reason: "too_large" | "overloaded" | "aborted", maxBytes: number): ProblemOf<RefusalStatus> {
  if (reason === "too_large") return problem(413, `The body is over ${maxBytes} bytes (MAX_BODY_BYTES).`);
  if (reason === "overloaded") return problem(503, "Too many large bodies at once. Send it again.");
  return problem(400, "The connection was closed before the body was complete.");
}
