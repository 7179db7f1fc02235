import type { Answer } from "../../src/rocketchat/answer.ts";
import type { Call } from "../../src/rocketchat/call.ts";
import type { RocketChatClient } from "../../src/rocketchat/client.ts";
import { strings } from "./strings.ts";

/** The settings that decide whether and how messages are delivered. All are public. */
const SETTINGS = [
  "E2E_Enable",
  "E2E_Enabled_Default_DirectRooms",
  "E2E_Allow_Unencrypted_Messages",
  "Message_AllowDirectMessagesToYourself",
  "Message_MaxAllowedSize",
] as const;

export type SettingName = (typeof SETTINGS)[number];

/** Calls about the workspace and the account. */
export function askWorkspace(client: RocketChatClient, call: Call<string>, signal: AbortSignal) {
  return {
    version: () => call("info", signal, () => client.GET("/api/info", { signal })),

    account: () => call("me", signal, () => client.GET("/api/v1/me", { signal })),

    async settings(): Promise<Answer<ReadonlyMap<string, unknown>>> {
      const query = { _id: SETTINGS.join(",") };
      const answer = await call("settings.public", signal, () =>
        client.GET("/api/v1/settings.public", { params: { query }, signal }),
      );
      if (answer.status !== "ok") return answer;
      return { status: "ok", data: byId(answer.data.settings, (setting) => setting.value) };
    },

    /** Roles by permission. */
    async permissions(): Promise<Answer<ReadonlyMap<string, readonly string[]>>> {
      const answer = await call("permissions.listAll", signal, () =>
        client.GET("/api/v1/permissions.listAll", { signal }),
      );
      if (answer.status !== "ok") return answer;
      return { status: "ok", data: byId(answer.data.update, ({ roles }) => strings(roles)) };
    },
  };
}

/** Indexes an unvalidated list by id; entries without an id are left out. */
function byId<Item extends { _id?: string }, Value>(
  items: readonly (Item | undefined)[] | undefined,
  valueOf: (item: Item) => Value,
): ReadonlyMap<string, Value> {
  return new Map(
    (items ?? []).flatMap((item) => {
      const { _id: id } = item ?? {};
      return item === undefined || typeof id !== "string" ? [] : [[id, valueOf(item)] as const];
    }),
  );
}
