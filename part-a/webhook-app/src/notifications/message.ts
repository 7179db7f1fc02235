import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import type { Commit } from "../gitlab/event-parts.ts";
import { commitLine, restLine, shaLink } from "./commit-text.ts";
import type { Recipient } from "./decision.ts";
import { fitCommits } from "./fit-commits.ts";
import { templateOf } from "./templates.ts";

/** Rocket.Chat rejects messages over 5,000 characters (the default of its setting Message_MaxAllowedSize). */
export const MAX_LENGTH = 4_900;

/**
 * A list of commits leaves this free: in a late message the time must not displace a commit, which may be the reader's
 * own.
 */
const ROOM_FOR_THE_TIME = 40;

const MAX_LIST_LENGTH = MAX_LENGTH - ROOM_FOR_THE_TIME;

/** The message's reader; their own commits are always shown. */
type Reader = Pick<Recipient, "authorEmails">;

/**
 * The message of an event, as Rocket.Chat Markdown: who did what where, the full SHA, and for a push its commits,
 * oldest first. At most 4,900 UTF-16 units, cut between two commits. Empty for an unsupported event.
 *
 * @returns the message for one reader; the parts that are the same for all are made once.
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

/** The message for a single reader. */
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
