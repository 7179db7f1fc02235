import type { Evidence } from "../relay/delivery.ts";
import { codeOf } from "./read-failure.ts";

const LONGEST_DETAIL = 300;

// oxlint-disable-next-line no-control-regex -- they are what must go
const BLANKS = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** What somebody else's server said, fit for a line of a log. */
function oneLine(text: string, secret: string): string {
  const shown = text.slice(0, 4 * LONGEST_DETAIL).replaceAll(secret, "[token]");
  const line = shown.replaceAll(BLANKS, " ").trim();
  return line.length <= LONGEST_DETAIL ? line : `${line.slice(0, LONGEST_DETAIL - 1)}…`;
}

/** An answer as far as it can tell an operator something. */
interface Seen {
  status: number;
  body: unknown;
  headers: { get(name: string): string | null };
}

/** Writes down what was said, without the token, should a server or a proxy repeat it. */
export interface Witness {
  /** Of an answer that came. */
  answer(operation: string, seen: Seen, code: string | null): Evidence;
  /** Of a request that got no answer. `more`: what else was found out. */
  failure(operation: string, error: unknown, more?: string): Evidence;
}

export function createWitness(token: string): Witness {
  return {
    answer(operation, { status, body, headers }, code) {
      const said = isObject(body) ? wordsOf(body) : foreignWords(status, body, headers);
      return { operation, status, code, detail: oneLine(said, token) };
    },
    failure(operation, error, more) {
      const said = more === undefined ? messageOf(error) : `${messageOf(error)} (${more})`;
      return { operation, status: null, code: codeOf(error) ?? null, detail: oneLine(said, token) };
    },
  };
}

function wordsOf(body: Record<string, unknown>): string {
  const { error, message } = body;
  if (typeof error === "string" && error !== "") return error;
  return typeof message === "string" && message !== "" ? message : JSON.stringify(body);
}

/** What is no answer of Rocket.Chat's: where it leads to, or what kind of text it is and how that begins. */
function foreignWords(status: number, body: unknown, headers: Seen["headers"]): string {
  const location = headers.get("location");
  if (location !== null) return `redirected to ${hostOf(location)}`;
  const type = headers.get("content-type") ?? "no content type";
  if (typeof body !== "string" || body.trim() === "") return `status ${status}, ${type}, empty`;
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
  return `status ${status}, ${type}: ${title ?? body}`;
}

/** The host alone: paths and queries of sign-in pages carry tokens. */
function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).host : "another path of the same host";
}

/** Several addresses that were tried in vain make one error that says nothing itself. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}
