import type { AnswerKind } from "./answer-kinds.ts";
import { readRefusal } from "./read-refusal.ts";

/** One HTTP answer. */
export interface Reply {
  status: number;
  /** Parsed JSON; otherwise text or undefined. */
  body: unknown;
}

/** A success, or the kind of failure. */
export type Reading = { kind: "ok"; data: Record<string, unknown> } | { kind: AnswerKind; code: string };

/** 401 and 429 come from before the route, or from a proxy with another body. */
const BEFORE_THE_ROUTE: ReadonlyMap<number, AnswerKind> = new Map([
  [401, "unauthorized"],
  [429, "rate_limited"],
]);

/** Reads an answer, whatever its operation. */
export function readAnswer({ status, body }: Reply): Reading {
  if (!isJsonObject(body)) return { kind: BEFORE_THE_ROUTE.get(status) ?? foreignKind(status, body), code: "" };
  if (body["success"] === true && status >= 200 && status < 300) return { kind: "ok", data: body };
  const code = readRefusal(body);
  return { kind: BEFORE_THE_ROUTE.get(status) ?? ownKind(status, body, code), code: code ?? "" };
}

function ownKind(status: number, { success }: Record<string, unknown>, code: string | undefined): AnswerKind {
  if (status >= 500) return "server_error";
  // `{"success":false,"error":"Resource not found"}`, or from another service: there is no such API.
  if (status === 404) return "not_rocket_chat";
  if (status >= 300 && status < 400) return "not_rocket_chat";
  if (success !== false) return "garbage";
  if (code === "error-too-many-requests") return "rate_limited";
  if (status === 403) return "forbidden";
  if (code === undefined) return "exception";
  return code === "" ? "no_reason" : "refused";
}

function foreignKind(status: number, body: unknown): AnswerKind {
  if (status >= 500) return "server_error";
  if (status === 404 || (status >= 300 && status < 400)) return "not_rocket_chat";
  if (status >= 400) return "turned_away";
  return typeof body === "string" && body.trim() !== "" && body !== "null" ? "not_rocket_chat" : "garbage";
}

function isJsonObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}
