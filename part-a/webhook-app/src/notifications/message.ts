import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import type { Commit } from "../gitlab/event-parts.ts";
import { commitLine, restLine, shaLink } from "./commit-text.ts";
import type { Recipient } from "./decision.ts";
import { fitCommits } from "./fit-commits.ts";
import { templateOf } from "./templates.ts";

/** Rocket.Chat refuses messages over 5,000 characters (its setting Message_MaxAllowedSize as delivered). */
export const MAX_LENGTH = 4_900;

/** What a list of commits leaves free: of one that comes late the time must not cost a commit, which may be the reader's own. */
const ROOM_FOR_THE_TIME = 40;

const MAX_LIST_LENGTH = MAX_LENGTH - ROOM_FOR_THE_TIME;

/** Who reads it: his own commits are always among those that it shows. */
type Reader = Pick<Recipient, "authorEmails">;

/**
 * The message of an event, as Rocket.Chat Markdown: who did what where, the SHA in full, and of a push its commits, oldest
 * first. At most 4,900 UTF-16 units, cut between two commits. Empty for an unsupported event.
 *
 * @returns the message for one of them; what is the same for all is made once.
 */
export function messagesFor(event: GitLabEvent): (reader: Reader) => string {
  if (event.kind === "unsupported") return () => "";
  const top = topLines(event);
  const list = templateOf(event).list?.(event);
  if (!list || event.commits.length === 0) return () => top;
  const lines = event.commits.map((commit) => `\n- ${commitLine(commit, event)}`);
  const rest = (count: number, which: "earlier" | "other") =>
    count > 0 ? `\n${restLine(count, which, list.restUrl)}` : "";
  const all = top + lines.join("");
  if (list.total <= lines.length && all.length <= MAX_LIST_LENGTH) return () => all;
  const room = MAX_LIST_LENGTH - top.length - rest(list.total, "earlier").length;
  return (reader) => {
    const shown = fitCommits(lines, (position) => isBy(event.commits[position], reader), room);
    const left = list.total - shown.length;
    const areEarlier = shown.length === lines.length - (shown[0] ?? 0);
    return top + rest(left, areEarlier ? "earlier" : "other") + shown.map((position) => lines[position]).join("");
  };
}

/** The message for one reader alone. */
export function messageFor(event: GitLabEvent, reader: Reader = {}): string {
  return messagesFor(event)(reader);
}

function topLines(event: NotifiableEvent): string {
  const { headline, shaLabel, links, lines } = templateOf(event);
  const url = event.commits.find(({ id }) => id === event.sha)?.url;
  const sha = `${shaLabel(event)}: ${shaLink(event.sha, event.project, url)}`;
  return [
    headline(event),
    [sha, ...links(event).filter((part) => part !== undefined)].join(" · "),
    ...lines(event),
  ].join("\n");
}

function isBy(commit: Commit | undefined, { authorEmails = [] }: Reader): boolean {
  return authorEmails.includes(commit?.author.email?.toLowerCase() ?? "");
}
