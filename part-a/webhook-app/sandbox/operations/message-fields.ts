import type { Message } from "../model.ts";
import type { Workspace } from "../workspace.ts";

/** A stored message in Rocket.Chat's answers. */
export function asMessage(
  message: Omit<Message, "recipient" | "seq" | "n">,
  { people }: Workspace,
): Record<string, unknown> {
  const { id, rid, msg, ts, senderId } = message;
  const { username, name } = people.byId(senderId) ?? {};
  const at = new Date(ts).toISOString();
  return {
    _id: id,
    rid,
    msg,
    ts: at,
    u: { _id: senderId, username, name },
    _updatedAt: at,
    urls: [],
    mentions: [],
    channels: [],
  };
}
