import type { Evidence } from "../relay/delivery.ts";
import type { Operation } from "./operations.ts";

const LONGEST_DETAIL = 300;

// oxlint-disable-next-line no-control-regex -- they are what must go
const BLANKS = /[\s\u0000-\u001f\u007f-\u009f]+/g;

/** What somebody else's server said, fit for a line of a log. */
function oneLine(text: string): string {
  return text
    .slice(0, 4 * LONGEST_DETAIL)
    .replaceAll(BLANKS, " ")
    .trim()
    .slice(0, LONGEST_DETAIL);
}

/** Of an answer that came. */
export function answerEvidence(operation: Operation, status: number, body: unknown, code: string | null): Evidence {
  return { operation, status, code, detail: oneLine(wordsOf(body)) };
}

/** Of a request that got no answer. */
export function failureEvidence(operation: Operation, error: unknown): Evidence {
  if (!(error instanceof Error)) return { operation, status: null, code: null, detail: oneLine(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { operation, status: null, code, detail: oneLine(error.message) };
}

function wordsOf(body: unknown): string {
  if (typeof body !== "object" || body === null) return typeof body === "string" ? body : "no JSON";
  const { error, message } = body as Record<string, unknown>;
  return typeof error === "string" ? error : typeof message === "string" ? message : JSON.stringify(body);
}
