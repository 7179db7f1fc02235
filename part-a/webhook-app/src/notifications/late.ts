import { MAX_LENGTH } from "./message.ts";
import { shorten } from "./shorten.ts";
import { utcTime } from "./utc-time.ts";

/**
 * The text of a late message, which says at the end of its first line when GitLab reported the event. (For a push that
 * is seconds after it.)
 */
export function lateMessage(text: string, receivedAt: number, kind: string): string {
  const [headline = "", ...rest] = text.split("\n");
  const what = kind === "push" || kind === "tag_push" ? "pushed at" : "at";
  return shorten([`${headline} (${what} ${utcTime(receivedAt)})`, ...rest].join("\n"), MAX_LENGTH);
}
