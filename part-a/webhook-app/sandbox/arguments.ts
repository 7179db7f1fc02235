import { parseArgs } from "node:util";
import { DEFAULT_SERVER, isServerName, SERVERS, type ServerName } from "./servers.ts";

/**
 * What the command line says: `--server 7.7`, and with `--ca-file data/ca.pem` it is HTTPS, and the authority to trust
 * is written there. `SANDBOX_SERVER` and `SANDBOX_CA_FILE` count where it says nothing.
 *
 * @throws Error when it is not understood, in words for the terminal
 */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): { server: ServerName; caFile?: string } {
  const { values } = parseArgs({ args, options: { server: { type: "string" }, "ca-file": { type: "string" } } });
  const server = values.server ?? (env.SANDBOX_SERVER || DEFAULT_SERVER);
  if (!isServerName(server)) {
    throw new Error(`There is no server ${server}. --server takes ${Object.keys(SERVERS).join(", ")}.`);
  }
  const caFile = values["ca-file"] ?? env.SANDBOX_CA_FILE;
  return { server, ...(caFile ? { caFile } : {}) };
}
