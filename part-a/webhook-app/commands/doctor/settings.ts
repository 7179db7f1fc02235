import { ConfigError } from "../../src/config/config-error.ts";
import { EnvironmentSchema } from "../../src/config/environment.ts";
import { readProxy } from "../../src/config/proxy.ts";
import { readVariables } from "../../src/config/read-variables.ts";
import type { Proxy } from "../../src/rocketchat/client.ts";

/** How doctor reaches Rocket.Chat; it reads the service's own variables. */
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

/**
 * Reads the settings; ignores the rest of the service's configuration.
 *
 * @throws ConfigError that lists every mistake
 */
export function readSettings(env: Record<string, string | undefined>): DoctorSettings {
  const { values, mistakes } = readVariables(Schema, env);
  if (mistakes.length > 0 || !values) throw new ConfigError(mistakes);
  const { ROCKETCHAT_URL: url, ROCKETCHAT_USER_ID: userId, ROCKETCHAT_AUTH_TOKEN: authToken } = values;
  return { url, userId, authToken, proxy: readProxy(values) };
}
