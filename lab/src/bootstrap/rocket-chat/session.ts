import type { Cluster } from "../../kubernetes/cluster.ts";
import { readSecret } from "../../kubernetes/secret.ts";
import { answered, createRocketChatClient, type RocketChatClient, secondFactor } from "./client.ts";

/** A logged-in user, with the headers for the second factor. */
export interface Session {
  client: RocketChatClient;
  userId: string;
  headers: ReturnType<typeof secondFactor>;
}

/** Rocket.Chat's administrator, logged in when first needed: a run that changes nothing creates no login token. */
export interface Admin {
  session(): Promise<Session>;
  logOut(): Promise<void>;
}

export function createAdmin(cluster: Cluster, url: string): Admin {
  let opened: Promise<Session> | undefined;
  const open = async () => {
    const { username, password } = (await readSecret(cluster, "rocket-chat", "rocket-chat-admin")) ?? {};
    if (!username || !password) throw new Error("Secret rocket-chat/rocket-chat-admin is missing: run lab/up again");
    return logIn(url, username, password).catch((error: unknown) => {
      const advice =
        "Rocket.Chat's first start created the admin of Secret rocket-chat/rocket-chat-admin. If the password was " +
        "changed since, put the new one into that Secret; if the Secret is newer than Rocket.Chat, run lab/down and lab/up again.";
      throw new Error(`${String(error)}. ${advice}`);
    });
  };
  return {
    session: () => (opened ??= open()),
    async logOut() {
      if (opened !== undefined) await logOut(await opened);
    },
  };
}

/** @throws Error with Rocket.Chat's own message */
export async function logIn(url: string, user: string, password: string): Promise<Session> {
  const result = await createRocketChatClient(url).POST("/api/v1/login", { body: { user, password } });
  const { userId, authToken } = answered(`the login of ${user}`, result).data;
  return { client: createRocketChatClient(url, { userId, authToken }), userId, headers: secondFactor(password) };
}

export async function logOut({ client }: Session): Promise<void> {
  await client.POST("/api/v1/logout", {});
}
