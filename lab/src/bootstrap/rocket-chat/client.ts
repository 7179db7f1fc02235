import { createHash } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../../../part-a/webhook-app/src/generated/rocket-chat.ts";

export type RocketChatClient = Client<paths>;

/** A login token or a personal access token, and its user. */
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
 * The headers that satisfy the request for a second factor with the caller's own password, which Rocket.Chat accepts
 * from everybody without another factor (server/lib/2fa/code/PasswordCheckFallback.ts). Always sent: it requests one
 * starting half an hour after an account was created, and for more calls in newer versions.
 */
export function secondFactor(password: string): { "x-2fa-method": string; "x-2fa-code": string } {
  return { "x-2fa-method": "password", "x-2fa-code": createHash("sha256").update(password).digest("hex") };
}

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** @throws Error that says what was requested and what Rocket.Chat answered */
export function answered<T>(asked: string, { data, error, response }: Result<T>): T {
  if (data !== undefined) return data;
  const { error: text = "no reason given" } = (error ?? {}) as { error?: string };
  throw new Error(`Rocket.Chat refused ${asked} (HTTP ${response.status}): ${text}`);
}
