import { REST_LINE, restLine } from "./commit-text.ts";
import { shortenDigest } from "./digest.ts";
import { escapeText } from "./escape-text.ts";
import { fitCommits } from "./fit-commits.ts";

const LINK = /<[^<>|\s]+\|([^<>|]+)>/g;

/** Git's SHA-1 and SHA-256. */
const SHA = /\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/;

/**
 * The same message in at most `maxLength` UTF-16 units, for a workspace with a lower limit than usual: without the
 * oldest commits or the last of its other lines, then without links, and finally only the headline's beginning and the
 * full SHA. A digest keeps every SHA: if it cannot be made short enough, the result is longer than `maxLength`, and its
 * notifications must be sent one by one.
 */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const digest = shortenDigest(text, maxLength);
  if (digest !== undefined) return digest;
  const [headline = "", shaLine = "", ...rest] = text.split("\n");
  const head = `${headline}\n${shaLine}`;
  if (head.length > maxLength) return headlineAndSha(headline, shaLine, maxLength);
  const commits = rest.filter((line) => line.startsWith("- "));
  return commits.length > 0 ? withNewest(head, rest, commits, maxLength) : withWhatFits(head, rest, maxLength);
}

/** A list of commits, with or without the line that counts the omitted ones. */
function withNewest(head: string, rest: readonly string[], commits: readonly string[], maxLength: number): string {
  const [, url, counted = "0"] = REST_LINE.exec(rest[0] ?? "") ?? [];
  const restOf = (shown: number) => `\n${restLine(Number(counted) + commits.length - shown, "earlier", url)}`;
  const lines = commits.map((line) => `\n${line}`);
  const shown = fitCommits(lines, () => false, maxLength - head.length - restOf(0).length);
  if (shown.length === 0) return head;
  return head + restOf(shown.length) + shown.map((position) => lines[position]).join("");
}

function withWhatFits(head: string, lines: readonly string[], maxLength: number): string {
  let text = head;
  for (const line of lines) {
    if (text.length + 1 + line.length > maxLength) break;
    text += `\n${line}`;
  }
  return text;
}

function headlineAndSha(headline: string, shaLine: string, maxLength: number): string {
  const sha = SHA.exec(shaLine)?.[0] ?? withoutLinks(shaLine);
  const room = maxLength - sha.length - 1;
  return room > 0 ? `${cut(withoutLinks(headline), room)}\n${sha}` : sha;
}

function withoutLinks(line: string): string {
  return line.replaceAll(LINK, (_link, label: string) => escapeText(label));
}

/** Cuts at a blank, because half a word could lose the character that escapes it. */
function cut(line: string, maxLength: number): string {
  if (line.length <= maxLength) return line;
  const end = line.lastIndexOf(" ", maxLength - 1);
  return `${line.slice(0, Math.max(0, end))}…`;
}
