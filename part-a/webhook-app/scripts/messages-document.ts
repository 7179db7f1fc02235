/** Writes docs/messages.md, with examples that the code itself makes from `payloads/`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEvent } from "../src/gitlab/parse-event.ts";
import { digestText } from "../src/notifications/digest.ts";
import { lateMessage } from "../src/notifications/late.ts";
import { messageFor } from "../src/notifications/message.ts";

interface Row {
  event: string;
  content: string;
  payload: string;
}

const ROWS: readonly Row[] = [
  {
    event: "Push to a branch",
    content:
      "The head, the comparison, and the commits, oldest first, with authors other than the pusher. If there is no room for all, or GitLab sends fewer (it sends at most 20), the newest are listed, and authors always see their own.",
    payload: "push",
  },
  {
    event: "Push without new commits",
    content:
      "That there are no new commits, and where the branch was before: it was reset, or moved to a commit that was already there.",
    payload: "push-without-commits",
  },
  {
    event: "New branch",
    content: "Its head, and those of its commits that GitLab considers new.",
    payload: "branch-created",
  },
  { event: "Deleted branch", content: "The commit that it pointed to.", payload: "branch-deleted" },
  { event: "New tag", content: "The commit, also if the tag is annotated.", payload: "annotated-tag" },
  { event: "Deleted tag", content: "The commit that it pointed to.", payload: "tag-deleted" },
  {
    event: "Merge request opened, closed, reopened, approved or unapproved",
    content: "The last commit of its source branch.",
    payload: "merge-request-opened",
  },
  {
    event: "Push to a merge request",
    content: "The new last commit, and the comparison with the one before.",
    payload: "merge-request-updated",
  },
  {
    event: "Merge request merged",
    content: "The commit on the target branch: the merge commit, else the squashed commit, else the last commit.",
    payload: "merge-request-merged",
  },
  { event: "Failed pipeline", content: "Its commit, and the jobs that made it fail.", payload: "pipeline-failed" },
  { event: "Comment on a commit", content: "The commit, and the comment's first lines.", payload: "comment-on-commit" },
  {
    event: "Comment on a merge request",
    content:
      "The last commit of the merge request, or the one on the target branch once it is merged; and the comment's first lines.",
    payload: "comment-on-merge-request",
  },
  { event: "Release created, updated or deleted", content: "The commit that its tag points to.", payload: "release" },
];

const HEADER = `<!-- Generated from payloads/ by \`npm run generate\` (scripts/messages-document.ts). Do not edit. -->
# Messages

Each message begins with a line without links, which phone notifications and e-mails show: who did what, how many
commits, which branch or tag, which project. The second line has the full SHA, to click or copy. Text that somebody
else wrote (titles, branches, names) remains text: it mentions nobody and links nowhere. A message has at most 4,900 characters.

The examples are generated from the payloads in \`part-a/webhook-app/payloads/\`.

| event | content | example |
| --- | --- | --- |
`;

const LATE = [
  { receivedAt: Date.UTC(2026, 10, 23, 9, 58), project: "platform/api", ref: "main", commits: 3, kind: "push" },
  { receivedAt: Date.UTC(2026, 10, 23, 10, 7), project: "platform/api", ref: "v1.1", commits: 1, kind: "tag_push" },
  {
    receivedAt: Date.UTC(2026, 10, 23, 10, 9),
    project: "platform/api",
    ref: "topic",
    commits: 0,
    kind: "branch_deleted",
  },
].map((late, at) => ({ ...late, sha: createHash("sha1").update(`late ${at}`).digest("hex") }));

/** Made when it is needed, as the table's examples are. */
const footer = () => `
## Late messages

A message delivered more than \`LATE_AFTER_SECONDS\` (10 minutes) after its webhook says when it was received at the end of its first
line:

\`\`\`
${lateHeadline()}
\`\`\`

If one person has more than \`DIGEST_AFTER\` (5) late messages, they are delivered as one, with a line for each that begins with its SHA:

\`\`\`
${digestText(LATE).text}
\`\`\`

## What they look like

In the inbox of the sandbox, on a desktop and on a phone:

![Messages about a push, a merged merge request, a failed pipeline and a comment](pictures/messages.png)

![The same on a phone](pictures/messages-phone.png)
`;

/** The whole of docs/messages.md. */
export function messagesDocument(): string {
  const rows = ROWS.map(
    ({ event, content, payload }) => `| ${event} | ${content} | ${inMarkdown(exampleOf(payload))} |`,
  );
  return `${HEADER}${rows.join("\n")}\n${footer()}`;
}

function exampleOf(payload: string): string {
  const parsed = parseEvent(JSON.parse(readFileSync(`payloads/${payload}.json`, "utf8")));
  if (!parsed.ok) throw new Error(`payloads/${payload}.json: ${parsed.detail}`);
  return messageFor(parsed.event);
}

function lateHeadline(): string {
  return lateMessage(exampleOf("push"), LATE[0]?.receivedAt ?? 0, "push").split("\n")[0] ?? "";
}

/** Rocket.Chat's links and lines in the table of another Markdown. */
function inMarkdown(message: string): string {
  return message
    .replaceAll("\u200B", "")
    .replaceAll(/<([^|>]+)\|([^>]+)>/g, "[$2]($1)")
    .replaceAll(/^- /gm, "• ")
    .replaceAll(/^> /gm, "&gt; ")
    .replaceAll("\n", "<br>");
}
