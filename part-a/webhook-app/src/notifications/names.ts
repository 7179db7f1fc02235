import type { Actor, Project } from "../gitlab/event-parts.ts";
import { escapeLineStart, escapeText } from "./escape-text.ts";
import { storable } from "./storable.ts";

const MAX_NAME_LENGTH = 100;

/** GitLab's own limit for a branch, tag, path or title. */
const MAX_TEXT_LENGTH = 255;

/** A person, at the beginning of a line. */
export function person(actor: Actor): string {
  return escapeLineStart(shortName(actor));
}

/** A person, elsewhere in a line. */
export function name(actor: Actor): string {
  return escapeText(shortName(actor));
}

/** A project's full path. */
export function projectName({ path }: Project): string {
  return text(path || "a project");
}

/** Somebody's text, in one line. */
export function text(words: string): string {
  return escapeText(short(words));
}

/** Cut to GitLab's limit; for a link's label, which `link` escapes. */
export function short(words: string): string {
  return storable(words, MAX_TEXT_LENGTH);
}

function shortName({ name, username }: Actor): string {
  return storable(name ?? username ?? "Somebody", MAX_NAME_LENGTH);
}
