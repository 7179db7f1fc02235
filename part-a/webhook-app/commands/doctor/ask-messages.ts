import type { Answer, Unchecked } from "../../src/rocketchat/answer.ts";
import type { Call } from "../../src/rocketchat/call.ts";
import type { RocketChatClient } from "../../src/rocketchat/client.ts";
import { strings } from "./strings.ts";

export interface OpenedRoom {
  rid: string;
  usernames: string[];
}

/** Calls that open rooms, and post, find and delete messages. */
export function askMessages(client: RocketChatClient, call: Call<string>, signal: AbortSignal) {
  return {
    async openRoom(username: string): Promise<Answer<OpenedRoom>> {
      const answer = await call("im.create", signal, () =>
        client.POST("/api/v1/im.create", { body: { username }, signal }),
      );
      if (answer.status !== "ok") return answer;
      const { rid, usernames } = (answer.data.room ?? {}) as Unchecked<OpenedRoom>;
      return { status: "ok", data: { rid: rid ?? "", usernames: strings(usernames) } };
    },

    /** The id under which the message is stored; "" if the answer has none. */
    async post(id: string, rid: string, msg: string): Promise<Answer<string>> {
      const body = { message: { _id: id, rid, msg }, previewUrls: [] };
      const answer = await call("chat.sendMessage", signal, () =>
        client.POST("/api/v1/chat.sendMessage", { body, signal }),
      );
      if (answer.status !== "ok") return answer;
      const { _id: storedAs } = answer.data.message ?? {};
      return { status: "ok", data: typeof storedAs === "string" ? storedAs : "" };
    },

    find: (msgId: string) =>
      call("chat.getMessage", signal, () =>
        client.GET("/api/v1/chat.getMessage", { params: { query: { msgId } }, signal }),
      ),

    /** Ids of those among the newest messages of a room whose text contains `marker`. */
    async idsOf(roomId: string, marker: string): Promise<Answer<string[]>> {
      const query = { roomId, count: 50 };
      const answer = await call("im.history", signal, () =>
        client.GET("/api/v1/im.history", { params: { query }, signal }),
      );
      if (answer.status !== "ok") return answer;
      const messages = (answer.data.messages ?? []) as Unchecked<{ _id: string; msg: string }>[];
      const ours = messages.filter(({ msg }) => typeof msg === "string" && msg.includes(marker));
      return { status: "ok", data: strings(ours.map(({ _id: id }) => id)) };
    },

    remove: (roomId: string, msgId: string) =>
      call("chat.delete", signal, () => client.POST("/api/v1/chat.delete", { body: { roomId, msgId }, signal })),
  };
}
