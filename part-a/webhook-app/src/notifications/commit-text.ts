import type { NotifiableEvent } from "../gitlab/event.ts";
import type { Commit, Project } from "../gitlab/event-parts.ts";
import { isRedacted } from "../gitlab/redacted.ts";
import { commitUrl } from "./addresses.ts";
import { escapeLineStart, escapeText } from "./escape-text.ts";
import { link } from "./link.ts";
import { name } from "./names.ts";
import { storable } from "./storable.ts";

/** Git's longest SHA has 64 digits; anything longer is not a SHA and is cut. */
const MAX_SHA_LENGTH = 128;

const MAX_TITLE_LENGTH = 160;

type EventContext = Pick<NotifiableEvent, "actor" | "project">;

/** A full SHA, to be copied: hexadecimal digits are never markup. */
export function shaText(sha: string): string {
  return escapeText(storable(sha, MAX_SHA_LENGTH));
}

/** The same, linked to its commit. */
export function shaLink(sha: string, project: Project, url = commitUrl(project, sha)): string {
  return link(storable(sha, MAX_SHA_LENGTH), url);
}

/** The full SHA, linked, the title, and the author unless that is whoever acted. */
export function commitLine(commit: Commit, event: EventContext): string {
  const title = escapeText(storable(commit.title, MAX_TITLE_LENGTH));
  return `${shaLink(commit.id, event.project, commit.url)} ${title}${otherAuthor(commit, event)}`.trimEnd();
}

/** The title and author of a commit whose SHA is already shown above; no line for one without a title. */
export function titleLine(commit: Commit, event: EventContext): string[] {
  if (commit.title === "") return [];
  return [`${escapeLineStart(storable(commit.title, MAX_TITLE_LENGTH))}${otherAuthor(commit, event)}`];
}

/** The line before a list that omits this many commits, for lack of room or knowledge. */
export function restLine(count: number, which: "earlier" | "other", url: string | undefined): string {
  return link(`${count} ${which} ${count === 1 ? "commit" : "commits"}`, url);
}

/** Matches such a line: its URL and the number. */
export const REST_LINE = /^(?:<([^|>]+)\|)?(\d+) (?:earlier|other) commits?>?$/;

export function commitCount(count: number): string {
  return count === 1 ? "1 commit" : `${count} commits`;
}

function otherAuthor({ author }: Commit, { actor }: EventContext): string {
  if (author.name === undefined) return "";
  const isSame = [actor.name, actor.username].some((known) => equal(known, author.name));
  return isSame || equal(actor.email, author.email) ? "" : ` · ${name({ name: author.name, username: undefined })}`;
}

/** `[REDACTED]` replaces every address in a resent webhook, and so identifies nobody. */
function equal(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && !isRedacted(one) && one.toLowerCase() === other?.toLowerCase();
}
