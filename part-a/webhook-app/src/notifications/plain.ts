import { escapeText } from "./escape-text.ts";

/** Longer ones are cut: this is the last attempt at a text that Rocket.Chat accepts. */
const MAX_NAME_LENGTH = 100;

/** Everything but letters, digits and characters of paths, which no server, app or proxy rejects. */
const UNUSUAL = /[^A-Za-z0-9 ._/-]+/g;

/** The content of the plainest form of a message. */
interface Plain {
  /** Who acted; may be empty. */
  actor: string;
  project: string;
  sha: string;
}

/**
 * A message in its plainest form, in ASCII without links: who, project, full head SHA. If even this fails, the text
 * is not the cause.
 */
export function plainMessage({ actor, project, sha }: Plain): string {
  return `Commit ${ascii(sha)} by ${ascii(actor) || "somebody"} in ${ascii(project) || "a project"}`;
}

/** Escaped like all user text, except where only an invisible character would help: here ASCII matters more. */
function ascii(text: string): string {
  const usual = text.replaceAll(UNUSUAL, "?").slice(0, MAX_NAME_LENGTH);
  return escapeText(usual).replaceAll(/[^ -~]/g, "");
}
