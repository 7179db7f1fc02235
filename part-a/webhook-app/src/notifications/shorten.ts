import { escapeText } from "./escape-text.ts";
import { shortenDigest } from "./digest.ts";

const LINK = /<[^<>|\s]+\|([^<>|]+)>/g;

/** Git's SHA-1 and SHA-256. */
const SHA = /\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/;

/**
 * The same message in at most `maxLength` UTF-16 units, for a workspace that allows less than usual: without the last
 * commits, then without links, in the end the headline's beginning and the head SHA in full. Of a digest no SHA may go:
 * one that cannot be made so short comes back longer than asked for, and its notifications must go one by one.
 */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const digest = shortenDigest(text, maxLength);
  if (digest !== undefined) return digest;
  const [headline = "", shaLine = "", ...rest] = text.split("\n");
  const head = `${headline}\n${shaLine}`;
  return head.length <= maxLength ? withWhatFits(head, rest, maxLength) : headlineAndSha(headline, shaLine, maxLength);
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

/** Cuts at a blank, since half a word could lose the sign that keeps it text. */
function cut(line: string, maxLength: number): string {
  if (line.length <= maxLength) return line;
  const end = line.lastIndexOf(" ", maxLength - 1);
  return `${line.slice(0, Math.max(0, end))}…`;
}
