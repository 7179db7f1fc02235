/** Runs the sandbox: `--server`, `--ca-file`, and from the environment PORT, HOST and SANDBOX_*; all have defaults. */
import { writeFileSync } from "node:fs";
import { readArguments } from "./arguments.ts";
import { createSandbox } from "./sandbox.ts";
import { SERVERS } from "./servers.ts";

const { env } = process;
const { server, caFile } = orExit(() => readArguments(process.argv.slice(2), env));
const sandbox = createSandbox({
  server,
  tls: caFile !== undefined,
  users: (env.SANDBOX_USERS ?? "jane,sam").split(",").flatMap((name) => name.trim() || []),
  ...(env.SANDBOX_DATA ? { file: env.SANDBOX_DATA } : {}),
  ...(env.SANDBOX_BOT_USER_ID && env.SANDBOX_BOT_TOKEN
    ? { bot: { userId: env.SANDBOX_BOT_USER_ID, token: env.SANDBOX_BOT_TOKEN } }
    : {}),
  ...(env.SANDBOX_ADMIN_USERNAME && env.SANDBOX_ADMIN_PASSWORD
    ? { admin: { username: env.SANDBOX_ADMIN_USERNAME, password: env.SANDBOX_ADMIN_PASSWORD } }
    : {}),
});

if (caFile && sandbox.caCertificate) writeFileSync(caFile, sandbox.caCertificate);
const { url } = await sandbox.listen(Number(env.PORT ?? 3000), env.HOST ?? "127.0.0.1");
const { version } = SERVERS[server];
process.stdout.write(`The stand-in Rocket.Chat ${version} listens on ${url}; its inbox page has the same address.\n`);

const stop = () => void sandbox.close();
process.once("SIGINT", stop);
process.once("SIGTERM", stop);

/** Prints a mistake on the command line as one line. */
function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}
