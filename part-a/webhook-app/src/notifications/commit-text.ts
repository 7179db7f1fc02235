import type { Commit } from "../gitlab/event.ts";
import { escapeText } from "./escape-text.ts";
import { link } from "./link.ts";
import { storable } from "./storable.ts";

/** Git's longest SHA has 64 digits; anything longer is none and is cut. */
const MAX_SHA_LENGTH = 128;

const MAX_TITLE_LENGTH = 160;

/** A SHA in full, to be copied: hexadecimal digits are never markup. */
export function shaText(sha: string): string {
  return escapeText(storable(sha, MAX_SHA_LENGTH));
}

/** The full SHA, linked, and the title. */
export function commitText({ id, title, url }: Commit): string {
  return `${link(storable(id, MAX_SHA_LENGTH), url)} ${escapeText(storable(title, MAX_TITLE_LENGTH))}`.trimEnd();
}
