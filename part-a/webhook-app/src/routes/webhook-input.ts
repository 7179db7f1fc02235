import type { IncomingMessage } from "node:http";
import { problem, type Problem, type ProblemOf } from "../contract/problem.ts";
import type { Authenticator } from "../gitlab/authenticate.ts";
import type { GitLabEvent } from "../gitlab/event.ts";
import type { HeaderReader } from "../gitlab/headers.ts";
import { parseEvent } from "../gitlab/parse-event.ts";
import { webhookIdOf } from "../gitlab/webhook-id.ts";
import type { BodyReader } from "./read-body.ts";

/** One POST after authentication and parsing; refused ones carry the answer. */
export type WebhookInput =
  | { ok: true; header: HeaderReader; webhookId: string; kind: string; event: GitLabEvent }
  | Refusal;

export interface Refusal {
  ok: false;
  problem: ProblemOf<RefusalStatus>;
}

type RefusalStatus = 400 | 401 | 413 | 415 | 503;

export interface WebhookInputDeps {
  authenticator: Authenticator;
  readBody: BodyReader;
  maxBodyBytes: number;
}

/**
 * Reads one webhook: token or signature headers first, then the body, its signature, JSON, and last the event's
 * schema. Nobody who may not send learns anything about a body, and nothing is parsed for them. The raw body ends here: while
 * a store is slow, tens of large ones would fill the memory.
 */
export async function readWebhook(incoming: IncomingMessage, deps: WebhookInputDeps): Promise<WebhookInput> {
  const header = headerReader(incoming);
  const before = deps.authenticator.beforeBody(header);
  if (!before.ok) return refuse(401, before.detail);
  const unsupported = unsupportedMediaType(header);
  if (unsupported) return refuse(415, unsupported);
  const body = await deps.readBody(incoming, before.known);
  if (!body.ok) return refuseBody(body.reason, deps.maxBodyBytes);
  const after = deps.authenticator.afterBody(header, body.bytes);
  if (!after.ok) return refuse(401, after.detail);
  return parse(header, body.bytes);
}

function parse(header: HeaderReader, rawBody: Buffer): WebhookInput {
  const json = parseJson(rawBody);
  if (!json.ok) return refuse(400, json.detail);
  const parsed = parseEvent(json.value);
  if (!parsed.ok) return refuse(400, parsed.detail, parsed.errors);
  const { kind, event } = parsed;
  return { ok: true, header, webhookId: webhookIdOf(header, rawBody, event.kind), kind, event };
}

function parseJson(rawBody: Buffer): { ok: true; value: unknown } | { ok: false; detail: string } {
  try {
    return { ok: true, value: JSON.parse(rawBody.toString("utf8")) };
  } catch (error) {
    // V8's message quotes the text around the mistake, which may be private: only where it is is told.
    const where = /at position \d+/.exec(String(error))?.[0] ?? "at its end";
    return { ok: false, detail: `The body is not JSON: it goes wrong ${where}. Send GitLab's payload unchanged.` };
  }
}

function headerReader(incoming: IncomingMessage): HeaderReader {
  return (name) => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
}

function unsupportedMediaType(header: HeaderReader): string | undefined {
  const type = header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") return `Content-Type is ${type || "missing"}; it must be application/json.`;
  const encoding = header("content-encoding")?.toLowerCase();
  return encoding && encoding !== "identity" ? `Content-Encoding is ${encoding}; send the body as it is.` : undefined;
}

function refuseBody(reason: "too_large" | "overloaded" | "aborted", maxBytes: number): WebhookInput {
  if (reason === "too_large") return refuse(413, `The body is over ${maxBytes} bytes (MAX_BODY_BYTES).`);
  if (reason === "overloaded") return refuse(503, "Too many large bodies arrive at once. Send it again.");
  return refuse(400, "The connection was closed before the body was complete.");
}

function refuse(status: RefusalStatus, detail: string, errors?: Problem["errors"]): WebhookInput {
  return { ok: false, problem: problem(status, detail, errors) };
}
