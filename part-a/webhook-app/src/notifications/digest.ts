import { shaText } from "./commit-text.ts";
import { escapeText } from "./escape-text.ts";
import { MAX_LENGTH } from "./message.ts";
import { storable } from "./storable.ts";
import { utcTime } from "./utc-time.ts";

/** Enough to recognise a branch; with 255 for each, two notifications could fill a message. */
const MAX_NAME_LENGTH = 100;

const HEAD = /^Late: \d+ messages since /;

/** What a digest's line shows of one notification. */
export interface Late {
  receivedAt: number;
  project: string;
  ref: string;
  sha: string;
  commits: number;
  /** Empty if unknown; then the line does not mention commits. */
  kind: string;
}

/** A digest's text and its number of notifications. */
export interface DigestText {
  text: string;
  size: number;
}

/**
 * One message that replaces several late ones of one person: since when, then a line for each, oldest first, with its
 * time, project, ref, full SHA and number of commits. It contains as many of them, from the first, as fit into a
 * message.
 */
export function digestText(notifications: readonly Late[], maxLength = MAX_LENGTH): DigestText {
  const since = Math.min(...notifications.map(({ receivedAt }) => receivedAt));
  const head = (size: number) => `Late: ${size} messages since ${utcTime(since)}, oldest first`;
  const lines: string[] = [];
  let length = head(notifications.length).length;
  for (const notification of notifications) {
    const line = lineOf(notification);
    length += 1 + line.length;
    if (length > maxLength) break;
    lines.push(line);
  }
  return { text: [head(lines.length), ...lines].join("\n"), size: lines.length };
}

/** The number of notifications in a digest's text. */
export function digestSize(text: string): number {
  return text.split("\n").length - 1;
}

/**
 * The same digest with shorter lines but every SHA; undefined if the text is not a digest. It may stay longer than
 * `maxLength`.
 */
export function shortenDigest(text: string, maxLength: number): string | undefined {
  if (!HEAD.test(text)) return undefined;
  const [head = "", ...lines] = text.split("\n");
  const [short = head] = head.split(",");
  const shortened = [short, ...lines.map((line) => `- ${shaOf(line)}`)].join("\n");
  return shortened.length <= maxLength ? shortened : text;
}

/** The SHA comes first in its line, so that it is found whatever a name contains. */
function lineOf({ receivedAt, project, ref, sha, commits, kind }: Late): string {
  const what = [utcTime(receivedAt), name(project), name(ref), amount(commits, kind)].filter((part) => part !== "");
  return `- ${shaText(sha)} ${what.join(" · ")}`;
}

function shaOf(line: string): string {
  return line.split(" ")[1] ?? "";
}

function name(text: string): string {
  return escapeText(storable(text, MAX_NAME_LENGTH));
}

function amount(commits: number, kind: string): string {
  if (kind === "tag_push") return "tag";
  if (kind !== "push") return escapeText(kind.replaceAll("_", " "));
  if (commits === 0) return "no new commits";
  return commits === 1 ? "1 commit" : `${commits} commits`;
}
