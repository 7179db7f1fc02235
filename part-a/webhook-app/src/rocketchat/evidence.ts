import type { Evidence } from "../relay/delivery.ts";
import { codeOf } from "./read-failure.ts";

const LONGEST_DETAIL = 300;

// oxlint-disable-next-line no-control-regex -- removing them is the purpose
const BLANKS = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Text from a foreign server, made safe for a log line. */
function oneLine(text: string, secret: string): string {
  const shown = text.slice(0, 4 * LONGEST_DETAIL).replaceAll(secret, "[token]");
  const line = shown.replaceAll(BLANKS, " ").trim();
  return line.length <= LONGEST_DETAIL ? line : `${line.slice(0, LONGEST_DETAIL - 1)}…`;
}

/** The parts of an answer that may help an operator. */
interface Seen {
  status: number;
  body: unknown;
  headers: { get(name: string): string | null };
}

/** Records answers and failures, without the token in case a server or a proxy repeats it. */
export interface Witness {
  /** For an answer. */
  answer(operation: string, seen: Seen, code: string | null): Evidence;
  /** For a request without an answer. `more`: further findings. */
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

/** For an answer that is not Rocket.Chat's: its redirect, or its content type and beginning. */
function foreignWords(status: number, body: unknown, headers: Seen["headers"]): string {
  const location = headers.get("location");
  if (location !== null) return `redirected to ${hostOf(location)}`;
  const type = headers.get("content-type") ?? "no content type";
  if (typeof body !== "string" || body.trim() === "") return `status ${status}, ${type}, empty`;
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
  return `status ${status}, ${type}: ${title ?? body}`;
}

/** Only the host: paths and queries of sign-in pages may contain tokens. */
function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).host : "another path of the same host";
}

/** If several addresses failed, the error that combines them has no message itself. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}
