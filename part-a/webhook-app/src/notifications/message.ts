import type { GitLabEvent, PushEvent } from "../gitlab/event.ts";
import { commitText, shaText } from "./commit-text.ts";
import { headline } from "./headline.ts";

/** Rocket.Chat refuses messages over 5,000 characters (its setting Message_MaxAllowedSize as delivered). */
const MAX_LENGTH = 4_900;

const MAX_COMMITS = 10;

/** Room for the line that counts the commits left out. */
const REST_LENGTH = 40;

/**
 * What a person is told, as Rocket.Chat Markdown: who did what where, the head commit's SHA in full, and of a push up to
 * ten commits in the payload's order. At most 4,900 UTF-16 units, cut between two commits. Empty for an unsupported event.
 *
 * It never claims a force-push: the payload does not tell whether `before` is an ancestor of `after`.
 */
export function messageFor(event: GitLabEvent): string {
  if (event.kind === "unsupported") return "";
  if (event.kind === "push" || event.kind === "tag_push") return pushMessage(event);
  return `${headline(event)}\nCommit: ${event.commits.map(commitText).join("")}`;
}

function pushMessage(event: PushEvent): string {
  let message = `${headline(event)}\n${headLabel(event)}: ${shaText(event.sha)}`;
  let shown = 0;
  for (const commit of event.commits.slice(0, MAX_COMMITS)) {
    const line = `\n- ${commitText(commit)}`;
    if (message.length + line.length > MAX_LENGTH - REST_LENGTH) break;
    message += line;
    shown += 1;
  }
  const rest = event.totalCommits - shown;
  return shown > 0 && rest > 0 ? `${message}\nand ${rest} more` : message;
}

function headLabel({ kind, change }: PushEvent): string {
  if (change === "deleted") return "It was at";
  return kind === "tag_push" ? "Commit" : "Head";
}
