import type { GitLabEvent } from "../gitlab/event.ts";
import type { NewNotification } from "../outbox/outbox.ts";
import type { Told } from "./decide.ts";
import { meaningKey } from "./meaning-key.ts";
import { newMessageId } from "./message-id.ts";
import { messageFor } from "./message.ts";
import { storable } from "./storable.ts";

/** GitLab allows paths and refs of 255 characters; what is longer is cut in the listing, not in the meaning. */
const MAX_FIELD_LENGTH = 255;

/**
 * One notification for each recipient, every text fit to be stored.
 *
 * @param instance the `X-Gitlab-Instance` header.
 */
export function composeNotifications(
  event: GitLabEvent,
  recipients: readonly Told[],
  instance: string | undefined,
): NewNotification[] {
  if (event.kind === "unsupported") return [];
  const text = messageFor(event);
  const project = storable(event.project.path, MAX_FIELD_LENGTH);
  const ref = storable(event.ref, MAX_FIELD_LENGTH);
  const sha = storable(event.sha, MAX_FIELD_LENGTH);
  return recipients.map(({ recipient }) => ({
    messageId: newMessageId(),
    recipient,
    text,
    project,
    ref,
    sha,
    meaningKey: meaningKey(event, recipient, instance),
  }));
}
