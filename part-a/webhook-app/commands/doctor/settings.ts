import { EnvironmentSchema } from "../../src/config/environment.ts";
import { readProxy } from "../../src/config/proxy.ts";
import { readGiven } from "../../src/config/secret-files.ts";
import type { Proxy } from "../../src/rocketchat/client.ts";

/** How doctor reaches Rocket.Chat: by the service's own variables. */
export interface DoctorSettings {
  url: string;
  userId: string;
  authToken: string;
  proxy: Proxy;
}

const Schema = EnvironmentSchema.pick({
  ROCKETCHAT_URL: true,
  ROCKETCHAT_USER_ID: true,
  ROCKETCHAT_AUTH_TOKEN: true,
  http_proxy: true,
  HTTP_PROXY: true,
  https_proxy: true,
  HTTPS_PROXY: true,
  no_proxy: true,
  NO_PROXY: true,
});

const FILES = ["ROCKETCHAT_USER_ID_FILE", "ROCKETCHAT_AUTH_TOKEN_FILE"];

/**
 * Reads the settings; an empty variable counts as unset, and the rest of the service's configuration does not count.
 *
 * @throws Error that lists every mistake: the variable and what is expected. It never shows a value.
 */
export function readSettings(env: Record<string, string | undefined>): DoctorSettings {
  const ours = new Set([...Object.keys(Schema.shape), ...FILES]);
  const given = readGiven(Object.fromEntries(Object.entries(env).filter(([name]) => ours.has(name))));
  const parsed = Schema.safeParse(given.values);
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !given.blamed.has(String(path[0])));
  const wrong = issues.map(({ path, message }) => `${given.nameOf(String(path[0]))}: ${message}`);
  const mistakes = [...given.mistakes, ...wrong];
  if (mistakes.length > 0 || !parsed.success) throw new Error(mistakes.join("\n  "));
  const { ROCKETCHAT_URL: url, ROCKETCHAT_USER_ID: userId, ROCKETCHAT_AUTH_TOKEN: authToken } = parsed.data;
  return { url, userId, authToken, proxy: readProxy(parsed.data) };
}
