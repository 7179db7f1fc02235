import type { DeliveryResult } from "../relay/delivery.ts";
import type { Trouble } from "./answer.ts";
import type { AnswerKind } from "./answer-kinds.ts";
import type { Operation } from "./operations.ts";
import { ENCRYPTED, NOTHING_STORED, READ_ONLY, USER_NOT_FOUND } from "./read-refusal.ts";

/** What is known besides the answer, for answers with more than one meaning. */
export const CIRCUMSTANCES = {
  othersThrough: "another person's message was posted since this person's first such answer",
  deactivated: "`users.info` says `active: false`",
} as const;

export type Circumstance = keyof typeof CIRCUMSTANCES;

type Verdict<Result = DeliveryResult> = Result extends { status: infer Status; reason: infer Why }
  ? { status: Status; reason: Why }
  : never;

/** One row: an answer, and what it means. */
interface Outcome {
  /** Absent: any operation. */
  operation?: Operation;
  kind: AnswerKind;
  /** Absent: any code. */
  codes?: readonly string[];
  given?: Circumstance;
  /** Whom the problem affects. */
  trouble: "workspace" | "lane" | "recipient" | "message";
  verdict: Verdict;
}

/** A permission or a second factor is missing for this call, whatever the status (403 in 8.x, 401 in 9.0). */
const OF_THIS_CALL = ["error-unauthorized", "unauthorized", "totp-required", "totp-invalid"];

type Reason<Status> = Extract<Verdict, { status: Status }>["reason"];
type Meaning = Pick<Outcome, "trouble" | "verdict">;

const pause = (reason: Reason<"unavailable">): Meaning => ({
  trouble: "workspace",
  verdict: { status: "unavailable", reason },
});
const lane = (reason: Reason<"failed">): Meaning => ({ trouble: "lane", verdict: { status: "failed", reason } });
const wait = (reason: Reason<"withheld">): Meaning => ({
  trouble: "recipient",
  verdict: { status: "withheld", reason },
});
const bury = (trouble: "recipient" | "message", reason: Reason<"rejected">): Meaning => ({
  trouble,
  verdict: { status: "rejected", reason },
});

/**
 * What each answer means; the first match counts. Rejections of chat.sendMessage are believed only if
 * chat.getMessage confirms that the message is not there.
 */
export const OUTCOMES: readonly Outcome[] = [
  { kind: "refused", codes: ["restricted-workspace"], ...pause("restricted_workspace") },
  { kind: "refused", codes: OF_THIS_CALL, ...wait("unauthorized") },
  { kind: "unauthorized", codes: OF_THIS_CALL, ...wait("unauthorized") },
  { kind: "unauthorized", given: "othersThrough", ...wait("unauthorized") },
  { kind: "unauthorized", ...pause("unauthorized") },
  { kind: "forbidden", ...wait("unauthorized") },
  { kind: "rate_limited", ...pause("rate_limited") },
  { kind: "no_connection", ...pause("unreachable") },
  { kind: "tls", ...pause("tls") },
  { kind: "not_rocket_chat", ...pause("not_rocket_chat") },

  { operation: "im.create", kind: "refused", codes: ["error-invalid-user"], ...bury("recipient", "unknown_user") },
  { operation: "im.create", kind: "refused", codes: ["error-app-prevented"], ...bury("recipient", "app_prevented") },
  // error-not-allowed: no `create-d`, or in old servers "Target user not allowed to receive messages".
  { operation: "im.create", kind: "refused", ...wait("not_permitted") },

  {
    operation: "users.info",
    kind: "refused",
    codes: [USER_NOT_FOUND, "error-invalid-user"],
    ...bury("recipient", "unknown_user"),
  },
  { operation: "users.info", kind: "refused", ...lane("server_error") },

  { operation: "chat.sendMessage", kind: "refused", codes: ["room_is_blocked"], ...bury("recipient", "blocked_user") },
  {
    operation: "chat.sendMessage",
    kind: "refused",
    codes: [READ_ONLY],
    given: "deactivated",
    ...bury("recipient", "deactivated_user"),
  },
  {
    operation: "chat.sendMessage",
    kind: "refused",
    codes: [ENCRYPTED],
    ...wait("encrypted_room"),
  },
  {
    operation: "chat.sendMessage",
    kind: "refused",
    codes: [READ_ONLY, "error-not-allowed", "room_is_archived", "You_have_been_muted", "error-abac-room-locked"],
    ...wait("not_permitted"),
  },
  {
    operation: "chat.sendMessage",
    kind: "refused",
    codes: [NOTHING_STORED, "error-app-prevented", "error-app-prevented-sending"],
    ...bury("message", "app_prevented"),
  },
  // The room was opened again a moment ago.
  {
    operation: "chat.sendMessage",
    kind: "refused",
    codes: ["error-invalid-room", "error-room-not-found"],
    ...lane("server_error"),
  },
  { operation: "chat.sendMessage", kind: "refused", ...bury("message", "message_rejected") },

  { kind: "timeout", ...lane("timeout") },
  { operation: "chat.getMessage", kind: "refused", ...lane("server_error") },
  { kind: "no_reason", ...lane("server_error") },
  { kind: "exception", ...lane("server_error") },
  { kind: "server_error", ...lane("server_error") },
  { kind: "turned_away", ...lane("server_error") },
  { kind: "garbage", ...lane("server_error") },
  { kind: "broken_off", ...lane("server_error") },
];

/**
 * Looks up what an answer means.
 *
 * @throws Error if no row matches, which each kind's last row prevents
 */
export function outcomeOf({ operation, kind, code }: Trouble, known: ReadonlySet<Circumstance>): Outcome {
  const found = OUTCOMES.find(
    (row) =>
      row.kind === kind &&
      (row.operation === undefined || row.operation === operation) &&
      (row.codes === undefined || row.codes.includes(code)) &&
      (row.given === undefined || known.has(row.given)),
  );
  if (found === undefined) throw new Error(`No row for ${kind} of ${operation}.`);
  return found;
}
