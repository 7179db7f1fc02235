import { createHash } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../../../part-a/webhook-app/src/generated/rocket-chat.ts";

export type RocketChatClient = Client<paths>;

/** Who asks: a login token or a personal access token, and whose it is. */
export interface Credentials {
  userId: string;
  authToken: string;
}

/** Makes a client for Rocket.Chat at `url`; without credentials only login works. */
export function createRocketChatClient(url: string, credentials?: Credentials): RocketChatClient {
  const headers = { "Content-Type": "application/json" };
  if (credentials === undefined) return createClient<paths>({ baseUrl: url, headers });
  const { userId, authToken } = credentials;
  return createClient<paths>({ baseUrl: url, headers: { ...headers, "X-User-Id": userId, "X-Auth-Token": authToken } });
}

/**
 * The headers that answer the question for a second factor by the caller's own password, which Rocket.Chat accepts of
 * everybody who has no other factor (server/lib/2fa/code/PasswordCheckFallback.ts). Always sent: it asks from half an
 * hour after an account was made on, and for more calls in newer versions.
 */
export function secondFactor(password: string): { "x-2fa-method": string; "x-2fa-code": string } {
  return { "x-2fa-method": "password", "x-2fa-code": createHash("sha256").update(password).digest("hex") };
}

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** @throws Error that says what was asked and what Rocket.Chat answered */
export function answered<T>(asked: string, { data, error, response }: Result<T>): T {
  if (data !== undefined) return data;
  const { error: text = "no reason given" } = (error ?? {}) as { error?: string };
  throw new Error(`Rocket.Chat refuses ${asked} (HTTP ${response.status}): ${text}`);
}
