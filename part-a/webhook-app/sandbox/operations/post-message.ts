import type { z } from "zod";
import { failure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { postMessageBody } from "../schemas.ts";
import { newId } from "../workspace.ts";
import { asMessage } from "./message-fields.ts";

/**
 * What Alertmanager calls to tell of an alert. Only as far as `@username` goes, which opens the direct message by the
 * exact username; attachments become text, since the inbox knows nothing else.
 */
export const postMessage = operation({
  name: "chat.postMessage",
  method: "POST",
  paths: ["/api/v1/chat.postMessage"],
  input: postMessageBody,
  recipient: (input) => usernameOf((input as { channel?: unknown } | undefined)?.channel),
  async run({ input, caller }, { workspace, settings, clock, onStored }) {
    const channel = "channel" in input ? input.channel : input.roomId;
    const person = workspace.people.byUsername(usernameOf(channel) ?? "");
    if (person === undefined)
      return { status: 400, body: { success: false, error: "[invalid-channel]", errorType: "invalid-channel" } };
    const texts = [input.text ?? "", ...(input.attachments ?? []).map((attachment) => textOf(attachment, "text"))];
    if (texts.some((text) => text.length > settings.maxMessageSize())) return failure("error-message-size-exceeded");
    const room = workspace.openRoom([caller.id, person.id], clock());
    const message = workspace.store({ id: newId(), msg: flattened(input), ts: clock(), senderId: caller.id, room });
    await onStored(message);
    return success({ ts: message.ts, channel, message: asMessage(message, workspace) });
  },
});

function usernameOf(channel: unknown): string | undefined {
  const one = Array.isArray(channel) && channel.length === 1 ? (channel[0] as unknown) : channel;
  return typeof one === "string" && one.startsWith("@") ? one.slice(1) : undefined;
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
