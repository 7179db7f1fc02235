import { escapeText } from "./escape-text.ts";

/** Longer ones are cut: this is the last attempt at a text that Rocket.Chat takes. */
const MAX_NAME_LENGTH = 100;

/** Letters, digits and what paths are made of: nothing that a server, an app or a proxy could choke on. */
const UNUSUAL = /[^A-Za-z0-9 ._/-]+/g;

/** What the plainest form of a message says. */
interface Plain {
  /** Who acted; may be empty. */
  actor: string;
  project: string;
  sha: string;
}

/**
 * A message in its plainest form, in ASCII without links: who, project, head SHA in full. When even this one fails, it is
 * not the text that Rocket.Chat cannot take.
 */
export function plainMessage({ actor, project, sha }: Plain): string {
  return `Commit ${ascii(sha)} by ${ascii(actor) || "somebody"} in ${ascii(project) || "a project"}`;
}

/** Escaped like all user text; where only an invisible character would do that, ASCII counts for more. */
function ascii(text: string): string {
  const usual = text.replaceAll(UNUSUAL, "?").slice(0, MAX_NAME_LENGTH);
  return escapeText(usual).replaceAll(/[^ -~]/g, "");
}
