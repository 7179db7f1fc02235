import type { z } from "zod";
import { codedFailure, failure, success } from "../answers.ts";
import type { Answer, Person, Room } from "../model.ts";
import { operation, type OperationDeps } from "../operation.ts";
import { may } from "../permissions.ts";
import { postMessageBody } from "../schemas.ts";
import type { Workspace } from "../workspace.ts";
import { refusalToWrite } from "./may-write.ts";
import { partnerOf } from "./room-fields.ts";
import { storeMessage } from "./store-message.ts";

const INVALID_CHANNEL: Answer = {
  status: 400,
  body: { success: false, error: "[invalid-channel]", errorType: "invalid-channel" },
};

/**
 * Called by Alertmanager, the Python client and apprise. Only one target; attachments become text, because the inbox
 * shows only text. The steps are those of processWebhookMessage.ts and getRoomByNameOrIdWithOptionToJoin.ts (7.7.1).
 */
export const postMessage = operation({
  name: "chat.postMessage",
  method: "POST",
  paths: ["/api/v1/chat.postMessage"],
  input: postMessageBody,
  recipient: (input, { workspace }) => recipientOf(input, workspace),
  async run({ input, caller }, deps) {
    const channel = "channel" in input ? input.channel : input.roomId;
    const texts = [input.text ?? "", ...(input.attachments ?? []).map((attachment) => textOf(attachment, "text"))];
    if (texts.some((text) => text.length > deps.settings.maxMessageSize()))
      return failure("error-message-size-exceeded");
    const room = roomFor(onlyOne(channel) ?? "", caller, deps);
    if ("body" in room) return room;
    const refused = refusalToWrite(room, caller, deps);
    if (refused) return refused;
    if ((input.alias || input.avatar) && !may(caller, "message-impersonate")) return failure("Not enough permission");
    const stored = await storeMessage({ msg: flattened(input) }, room, caller, deps);
    if (stored === undefined) return failure("unknown-error");
    return "refusal" in stored ? stored.refusal : success({ ts: deps.clock(), channel, ...stored });
  },
});

/** `@name` is a person; anything else is the id of a room or a person. The sandbox has no channels. */
function roomFor(target: string, caller: Person, deps: OperationDeps): Room | Answer {
  const { workspace, clock, faults } = deps;
  const { people } = workspace;
  const name = target.replace("@", "");
  const byName = target.startsWith("@") ? people.byUsername(name) : undefined;
  const person = byName ?? people.byId(name);
  const existing = person ? workspace.roomOf([caller.id, person.id]) : workspace.room(target);
  if (existing) return existing;
  if (person === undefined) return INVALID_CHANNEL;
  if (!may(caller, "create-d") || faults.meets("no_create_d", person.username)) {
    return codedFailure("Not allowed", "error-not-allowed", { method: "createDirectMessage" });
  }
  return workspace.openRoom([caller.id, person.id], clock());
}

function onlyOne(target: string | string[]): string | undefined {
  if (typeof target === "string") return target;
  return target.length === 1 ? target[0] : undefined;
}

function recipientOf(input: unknown, workspace: Workspace): string | undefined {
  const { channel, roomId } = (input ?? {}) as { channel?: unknown; roomId?: unknown };
  const given = channel ?? roomId;
  const target = Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given;
  if (typeof target !== "string") return undefined;
  if (target.startsWith("@")) return target.slice(1);
  const room = workspace.room(target);
  return room && partnerOf(room, workspace)?.username;
}

/** The text, then each attachment's title as a link and its text. */
function flattened({ text, attachments }: z.output<typeof postMessageBody>): string {
  const parts = (attachments ?? []).flatMap((attachment) => {
    const title = textOf(attachment, "title");
    const link = textOf(attachment, "title_link");
    return [link === "" ? title : `[${title}](${link})`, textOf(attachment, "text")];
  });
  return [text ?? "", ...parts].filter((part) => part !== "").join("\n");
}

function textOf(attachment: Record<string, unknown>, field: string): string {
  const value = attachment[field];
  return typeof value === "string" ? value : "";
}
