import { parseArgs } from "node:util";
import { DEFAULT_SERVER, isServerName, SERVERS, type ServerName } from "./servers.ts";

/**
 * What the command line says: `--server 7.7`. `SANDBOX_SERVER` counts where it says nothing.
 *
 * @throws Error when it is not understood, in words for the terminal
 */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): { server: ServerName } {
  const { values } = parseArgs({ args, options: { server: { type: "string" } } });
  const server = values.server ?? (env.SANDBOX_SERVER || DEFAULT_SERVER);
  if (!isServerName(server)) {
    throw new Error(`There is no server ${server}. --server takes ${Object.keys(SERVERS).join(", ")}.`);
  }
  return { server };
}
