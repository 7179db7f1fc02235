import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import type { NewNotification } from "../outbox/notification.ts";
import type { Recipient } from "./decision.ts";
import { meaningKeys } from "./meaning-key.ts";
import { newMessageId } from "./message-id.ts";
import { messagesFor } from "./message.ts";
import { storable } from "./storable.ts";

/** GitLab allows paths and refs of 255 characters; longer ones are cut in lists, but not in meaning keys. */
const MAX_FIELD_LENGTH = 255;

/** PostgreSQL's largest integer: a payload may contain a larger one. */
const MAX_COMMITS = 2 ** 31 - 1;

/**
 * One notification for each recipient, with texts that every store accepts.
 *
 * @param origin where the GitLab is, by `originOf`
 */
export function composeNotifications(
  event: GitLabEvent,
  recipients: readonly Recipient[],
  origin: string,
): NewNotification[] {
  if (event.kind === "unsupported") return [];
  const messageTo = messagesFor(event);
  const project = storable(event.project.path, MAX_FIELD_LENGTH);
  const ref = storable(event.ref, MAX_FIELD_LENGTH);
  const sha = storable(event.sha, MAX_FIELD_LENGTH);
  const actor = storable(event.actor.username ?? event.actor.name ?? "", MAX_FIELD_LENGTH);
  const commits = commitsOf(event);
  const meaningKeyOf = meaningKeys(event, origin);
  return recipients.map((reader) => ({
    messageId: newMessageId(),
    recipient: reader.recipient,
    text: messageTo(reader),
    project,
    ref,
    sha,
    actor,
    commits,
    kind: kindOf(event),
    person: reader.person ?? "",
    meaningKey: meaningKeyOf(reader.recipient),
  }));
}

/** A deletion has its own kind: in a digest, which has little room, it would otherwise look like a push. */
function kindOf(event: NotifiableEvent): string {
  if (!("change" in event) || event.change !== "deleted") return event.kind;
  return event.kind === "push" ? "branch_deleted" : "tag_deleted";
}

/** For a push all, including those that its payload omits; for any other event, one. */
function commitsOf(event: NotifiableEvent): number {
  return event.kind === "push" || event.kind === "tag_push" ? Math.min(event.totalCommits, MAX_COMMITS) : 1;
}
