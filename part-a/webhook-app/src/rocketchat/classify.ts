import type { PauseReason } from "../reasons.ts";
import type { Answer, Refused, Unavailable, Unclear } from "./answer.ts";
import { readRefusal } from "./read-refusal.ts";
import { readReset } from "./read-reset.ts";

/** What an answer means; the evidence comes from who knows the operation. */
type Meaning =
  | Extract<Answer<Record<string, unknown>>, { status: "ok" }>
  | Omit<Refused, "evidence">
  | Omit<Unavailable, "evidence">
  | Omit<Unclear, "evidence">;

const BROKEN = { status: "unclear", reason: "server_error" } as const;

/** One HTTP answer. */
export interface Reply {
  status: number;
  /** Parsed JSON; text or undefined when it is none. */
  body: unknown;
  /** The header `X-RateLimit-Reset`. */
  reset: string | null;
}

/** Rocket.Chat answers most failures with 400, so the code in the body decides before the status does. */
const TARGET_WIDE: ReadonlyMap<string, PauseReason> = new Map([
  ["error-unauthorized", "unauthorized"],
  ["error-too-many-requests", "rate_limited"],
  // No licence and no statistics sent for 10 days: chat.* is closed until an operator acts (airGappedRestrictions).
  ["restricted-workspace", "restricted_workspace"],
]);

/** 401 and 429 come before the route is entered, also from proxies with other bodies. */
const TARGET_WIDE_STATUS: ReadonlyMap<number, PauseReason> = new Map([
  [401, "unauthorized"],
  [429, "rate_limited"],
]);

/** 403 names no code when a route calls forbidden(). A 403 without Rocket.Chat's body is a proxy's: see below. */
const FORBIDDEN = 403;

function unavailable(reason: PauseReason, reset: string | null, now: number): Omit<Unavailable, "evidence"> {
  const resumeAt = reason === "rate_limited" ? readReset(reset, now) : undefined;
  return { status: "unavailable", reason, ...(resumeAt === undefined ? {} : { resumeAt }) };
}

function isJsonObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}

/**
 * Says what an answer of Rocket.Chat means, for one request alone. Everything that Rocket.Chat's own code cannot have
 * meant (HTML, redirects, 5xx, exceptions that surface as 400) is `unclear`.
 *
 * @param now Epoch milliseconds.
 */
export function classify({ status, body, reset }: Reply, now: number): Meaning {
  const byStatus = TARGET_WIDE_STATUS.get(status);
  if (byStatus !== undefined) return unavailable(byStatus, reset, now);
  if (!isJsonObject(body) || status >= 500) return BROKEN;
  if (body["success"] === true && status >= 200 && status < 300) return { status: "ok", data: body };
  if (body["success"] !== false) return BROKEN;
  const code = readRefusal(body);
  const byCode = code === undefined ? undefined : TARGET_WIDE.get(code);
  if (byCode !== undefined) return unavailable(byCode, reset, now);
  if (status === FORBIDDEN) return unavailable("unauthorized", reset, now);
  return code === undefined ? BROKEN : { status: "refused", code };
}
