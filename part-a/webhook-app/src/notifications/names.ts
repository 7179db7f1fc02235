import type { Actor, Project } from "../gitlab/event-parts.ts";
import { escapeLineStart, escapeText } from "./escape-text.ts";
import { storable } from "./storable.ts";

const MAX_NAME_LENGTH = 100;

/** GitLab's own limit for a branch, tag, path or title. */
const MAX_TEXT_LENGTH = 255;

/** A person at a line's start. */
export function person(actor: Actor): string {
  return escapeLineStart(shortName(actor));
}

/** A person elsewhere. */
export function name(actor: Actor): string {
  return escapeText(shortName(actor));
}

/** A project by its whole path. */
export function projectName({ path }: Project): string {
  return text(path || "a project");
}

/** What somebody wrote, in a line. */
export function text(words: string): string {
  return escapeText(short(words));
}

/** Cut to what GitLab allows; for a link's label, which is escaped there. */
export function short(words: string): string {
  return storable(words, MAX_TEXT_LENGTH);
}

function shortName({ name, username }: Actor): string {
  return storable(name ?? username ?? "Somebody", MAX_NAME_LENGTH);
}
