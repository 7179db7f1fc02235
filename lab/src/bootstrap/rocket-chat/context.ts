import type { Cluster } from "../../kubernetes/cluster.ts";
import { readSecret } from "../../kubernetes/secret.ts";
import { createRocketChatClient, type Credentials, type RocketChatClient } from "./client.ts";
import type { Admin } from "./session.ts";

/** What the steps at Rocket.Chat work with. */
export interface RocketChatContext {
  cluster: Cluster;
  url: string;
  admin: Admin;
}

/** The bot's credentials in the service's Secret; undefined if not created yet. */
export async function readBotCredentials(cluster: Cluster): Promise<Credentials | undefined> {
  const { ROCKETCHAT_USER_ID: userId, ROCKETCHAT_AUTH_TOKEN: authToken } =
    (await readSecret(cluster, "webhook-app", "webhook-app-secrets")) ?? {};
  return userId && authToken ? { userId, authToken } : undefined;
}

/** The account of the bot's token; undefined if there is no token, or Rocket.Chat does not know it. */
export async function botItself({ cluster, url }: Omit<RocketChatContext, "admin">) {
  const credentials = await readBotCredentials(cluster);
  if (credentials === undefined) return undefined;
  const client = createRocketChatClient(url, credentials);
  const { data: me, response } = await client.GET("/api/v1/me");
  if (me !== undefined) return { client, me };
  if (response.status === 401) return undefined;
  throw new Error(
    `Rocket.Chat does not say whether the bot's token is valid (HTTP ${response.status}): run lab/up again`,
  );
}

/** A client with read access: the bot's, or the administrator's. */
export async function observer(context: RocketChatContext): Promise<RocketChatClient> {
  return (await botItself(context))?.client ?? (await context.admin.session()).client;
}

/** An account by its exact username; undefined if there is none. */
export async function findAccount(client: RocketChatClient, username: string) {
  const { data, error, response } = await client.GET("/api/v1/users.info", { params: { query: { username } } });
  if (data !== undefined) return data.user;
  if (/user not found/i.test((error as { error?: string } | undefined)?.error ?? "")) return undefined;
  throw new Error(`Rocket.Chat does not say whether ${username} exists (HTTP ${response.status}): run lab/up again`);
}
