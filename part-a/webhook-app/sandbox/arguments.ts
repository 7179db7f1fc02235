import { parseArgs } from "node:util";
import { DEFAULT_SERVER, isServerName, SERVERS, type ServerName } from "./servers.ts";

/**
 * Reads the command line: `--server 7.7`; `--ca-file data/ca.pem` turns on HTTPS and writes the authority to trust
 * to that file. Without them, `SANDBOX_SERVER` and `SANDBOX_CA_FILE` are used.
 *
 * @throws Error with a message for the terminal if it is invalid
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
