import { incomplete, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { RocketChatClient } from "./client.ts";

/** A direct message room. */
export interface Room {
  rid: string;
  usernames: string[];
}

/** The service's calls to Rocket.Chat, in the service's terms; every answer's fields are checked. */
export interface Calls {
  /** Opens the direct message room with this person, or with whomever Rocket.Chat understands by that name. */
  openRoom(username: string, signal: AbortSignal): Promise<Answer<Room>>;
  /** Posts under an id that we choose; an app may change the stored id. */
  sendMessage(message: Posting, signal: AbortSignal): Promise<Answer<{ id: string }>>;
  /** The room that contains a message; null if there is no such message. */
  findMessage(messageId: string, signal: AbortSignal): Promise<Answer<{ rid: string | null }>>;
  /** The user with this name or id: Rocket.Chat looks for both (findOneByIdOrUsername), case-sensitively. */
  user(username: string, signal: AbortSignal): Promise<Answer<{ username: string; active: boolean }>>;
  /** The longest text that the workspace accepts; null if it does not say. */
  maxMessageSize(signal: AbortSignal): Promise<Answer<number | null>>;
}

interface Posting {
  /** Chosen by us; Rocket.Chat stores one message under it, however often it is sent. */
  id: string;
  /** The room. */
  rid: string;
  text: string;
}

const SIZE_SETTING = "Message_MaxAllowedSize";

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/** Finds our setting among others; a broken server may list anything. */
function sizeIn(settings: unknown): number | null {
  for (const setting of Array.isArray(settings) ? (settings as unknown[]) : []) {
    const { _id: name, value } = (setting ?? {}) as { _id?: unknown; value?: unknown };
    if (name === SIZE_SETTING && typeof value === "number" && value > 0) return value;
  }
  return null;
}

export function createCalls(client: RocketChatClient, call: Call): Calls {
  return { ...createWriting(client, call), ...createReading(client, call) };
}

function createWriting(client: RocketChatClient, call: Call): Pick<Calls, "openRoom" | "sendMessage"> {
  return {
    async openRoom(username, signal) {
      const body = { username };
      const answer = await call("im.create", signal, () => client.POST("/api/v1/im.create", { body, signal }));
      if (answer.status !== "ok") return answer;
      const { rid, usernames } = answer.data.room ?? {};
      if (!isId(rid)) return incomplete("im.create", "the answer names no room");
      if (!isNames(usernames)) return incomplete("im.create", "the answer does not say whose room it is");
      return { status: "ok", data: { rid, usernames } };
    },

    async sendMessage({ id, rid, text }, signal) {
      // No previews: Rocket.Chat would fetch every link of the message from GitLab, without a login.
      const body = { message: { _id: id, rid, msg: text }, previewUrls: [] };
      const answer = await call("chat.sendMessage", signal, () =>
        client.POST("/api/v1/chat.sendMessage", { body, signal }),
      );
      if (answer.status !== "ok") return answer;
      const { _id: storedId, rid: storedIn } = answer.data.message ?? {};
      if (!isId(storedId)) return incomplete("chat.sendMessage", "the answer names no message");
      if (storedIn !== rid) return incomplete("chat.sendMessage", "the answer is about another room");
      return { status: "ok", data: { id: storedId } };
    },
  };
}

function createReading(client: RocketChatClient, call: Call): Omit<Calls, "openRoom" | "sendMessage"> {
  return {
    async findMessage(id, signal) {
      const params = { query: { msgId: id } };
      const answer = await call("chat.getMessage", signal, () =>
        client.GET("/api/v1/chat.getMessage", { params, signal }),
      );
      if (answer.status !== "ok") {
        // For an unknown id the error has no code; for one in a room that is closed to us it is error-not-allowed.
        const absent = answer.kind === "no_reason" || answer.code === "error-not-allowed";
        return absent ? { status: "ok", data: { rid: null } } : answer;
      }
      const { _id: foundId, rid } = answer.data.message ?? {};
      if (foundId === id && isId(rid)) return { status: "ok", data: { rid } };
      return incomplete("chat.getMessage", "the answer is about another message");
    },

    async user(username, signal) {
      const params = { query: { username } };
      const answer = await call("users.info", signal, () => client.GET("/api/v1/users.info", { params, signal }));
      if (answer.status !== "ok") return answer;
      const { username: canonical, active } = answer.data.user ?? {};
      if (!isId(canonical)) return incomplete("users.info", "the answer names nobody");
      return { status: "ok", data: { username: canonical, active: active !== false } };
    },

    async maxMessageSize(signal) {
      // Before 7.0 the parameter is unknown, and the answer is a page of all settings.
      const params = { query: { _id: SIZE_SETTING } };
      const answer = await call("settings.public", signal, () =>
        client.GET("/api/v1/settings.public", { params, signal }),
      );
      if (answer.status !== "ok") return answer;
      return { status: "ok", data: sizeIn(answer.data.settings) };
    },
  };
}
