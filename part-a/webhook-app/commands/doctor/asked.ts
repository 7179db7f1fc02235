import type { Call } from "../../src/rocketchat/call.ts";
import type { RocketChatClient } from "../../src/rocketchat/client.ts";
import { askMessages } from "./ask-messages.ts";
import { askWorkspace } from "./ask-workspace.ts";

/** What doctor asks of Rocket.Chat, in its own words; every answer's fields are checked by whoever reads them. */
export type Asked = ReturnType<typeof createAsked>;

/** The way to one Rocket.Chat; nothing is asked before a function is called. */
export function createAsked(client: RocketChatClient, call: Call<string>, signal: AbortSignal) {
  return { ...askWorkspace(client, call, signal), ...askMessages(client, call, signal) };
}
