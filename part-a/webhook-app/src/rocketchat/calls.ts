import { incomplete, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { RocketChatClient } from "./client.ts";

/** What the service asks of Rocket.Chat, in the service's terms; every answer's fields are checked. */
export interface Calls {
  /** The room of the direct messages with somebody. */
  openRoom(username: string, signal: AbortSignal): Promise<Answer<{ rid: string }>>;
  /** Posts under an id of our choice. */
  sendMessage(message: OutgoingMessage, signal: AbortSignal): Promise<Answer<unknown>>;
  /** The room that a message is in; null: there is no such message. */
  findMessage(messageId: string, signal: AbortSignal): Promise<Answer<{ rid: string | null }>>;
  isDeactivated(username: string, signal: AbortSignal): Promise<Answer<boolean>>;
  /** Whether Rocket.Chat works at all and knows us. */
  ping(signal: AbortSignal): Promise<Answer<unknown>>;
}

interface OutgoingMessage {
  /** Chosen by us; Rocket.Chat stores one message under it, however often it is sent. */
  id: string;
  /** The room. */
  rid: string;
  text: string;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

export function createCalls(client: RocketChatClient, call: Call): Calls {
  return {
    async openRoom(username, signal) {
      const body = { username };
      const answer = await call("im.create", signal, () => client.POST("/api/v1/im.create", { body, signal }));
      if (answer.status !== "ok") return answer;
      const rid = answer.data.room?.rid;
      return isId(rid) ? { status: "ok", data: { rid } } : incomplete("im.create", "the answer names no room");
    },

    async sendMessage({ id, rid, text }, signal) {
      // No previews: Rocket.Chat would fetch every link of the message from GitLab, without being logged in there.
      const body = { message: { _id: id, rid, msg: text }, previewUrls: [] };
      const answer = await call("chat.sendMessage", signal, () =>
        client.POST("/api/v1/chat.sendMessage", { body, signal }),
      );
      if (answer.status !== "ok") return answer;
      const { _id: postedId } = answer.data.message ?? {};
      return postedId === id ? answer : incomplete("chat.sendMessage", "the answer is about another message");
    },

    async findMessage(id, signal) {
      const params = { query: { msgId: id } };
      const answer = await call("chat.getMessage", signal, () =>
        client.GET("/api/v1/chat.getMessage", { params, signal }),
      );
      // An unknown id is refused without a code, one in a room that is closed to us with error-not-allowed.
      if (answer.status === "refused") return { status: "ok", data: { rid: null } };
      if (answer.status !== "ok") return answer;
      const { _id: foundId, rid } = answer.data.message ?? {};
      return foundId === id && isId(rid)
        ? { status: "ok", data: { rid } }
        : incomplete("chat.getMessage", "the answer is about another message");
    },

    async isDeactivated(username, signal) {
      const params = { query: { username } };
      const answer = await call("users.info", signal, () => client.GET("/api/v1/users.info", { params, signal }));
      if (answer.status !== "ok") return answer;
      return { status: "ok", data: answer.data.user?.active === false };
    },

    async ping(signal) {
      const answer = await call("me", signal, () => client.GET("/api/v1/me", { signal }));
      if (answer.status !== "ok") return answer;
      const { _id: accountId } = answer.data;
      return isId(accountId) ? answer : incomplete("me", "the answer names no account");
    },
  };
}
