import type { Answer } from "../../src/rocketchat/answer.ts";

type Trouble = Exclude<Answer<unknown>, { status: "ok" }>;

/** A failed call's answer, for a finding: `chat.sendMessage: 400 error-not-allowed, "Not allowed"`. */
export function wordsOf({ evidence }: Trouble): string {
  const { operation, status, code, detail } = evidence;
  const answer = [status, code].filter((part) => part !== null).join(" ") || "no answer";
  return detail === "" || detail === code ? `${operation}: ${answer}` : `${operation}: ${answer}, "${detail}"`;
}
