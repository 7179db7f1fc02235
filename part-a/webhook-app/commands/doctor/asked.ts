import type { Call } from "../../src/rocketchat/call.ts";
import type { RocketChatClient } from "../../src/rocketchat/client.ts";
import { askMessages } from "./ask-messages.ts";
import { askWorkspace } from "./ask-workspace.ts";

/** The calls that doctor makes to Rocket.Chat. Whoever reads an answer checks its fields. */
export type Asked = ReturnType<typeof createAsked>;

/** Creates the calls to one Rocket.Chat; creating them sends nothing. */
export function createAsked(client: RocketChatClient, call: Call<string>, signal: AbortSignal) {
  return { ...askWorkspace(client, call, signal), ...askMessages(client, call, signal) };
}
