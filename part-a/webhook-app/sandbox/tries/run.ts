/**
 * Lets real clients of Rocket.Chat send direct messages to the sandbox: `node sandbox/tries/run.ts [server]`. They come
 * from npm and PyPI and go to a temporary directory (needs npm and python3 with venv). README.md has the latest
 * results.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox } from "../sandbox.ts";
import { DEFAULT_SERVER, isServerName } from "../servers.ts";

/** A client's package, the script that uses it, and the number of messages that it sends. */
const CLIENTS = [
  { registry: "pypi", name: "rocketchat-API", version: "3.7.1", script: "rocketchat_api.py", sends: 3 },
  { registry: "pypi", name: "apprise", version: "2.3.0", script: "apprise_notify.py", sends: 1 },
  { registry: "npm", name: "@rocket.chat/api-client", version: "0.2.57", script: "api-client.mjs", sends: 1 },
  { registry: "npm", name: "@rocket.chat/sdk", version: "1.0.0-alpha.42", script: "sdk.mjs", sends: 1 },
] as const;

type Client = (typeof CLIENTS)[number];

/**
 * Without this `npm install` of Rocket.Chat's packages fails: they depend on a patched typia in their own repository.
 */
const OVERRIDES = { typia: "npm:empty-npm-package@1.0.0" };

const ADMIN_PASSWORD = "a-passw0rd-of-The-try";
const bot = { userId: "botOfTheTries0001", token: "token-of-the-tries" };
const named = process.argv[2] ?? DEFAULT_SERVER;
if (!isServerName(named)) throw new Error(`There is no server ${named}.`);

const directory = mkdtempSync(join(tmpdir(), "sandbox-tries-"));
const sandbox = createSandbox({
  server: named,
  users: ["jane"],
  bot,
  admin: { username: "admin", password: ADMIN_PASSWORD },
});
try {
  install();
  const { url } = await sandbox.listen();
  const results = [];
  for (const client of CLIENTS) results.push(await attempt(client, url));
  process.stdout.write(`${results.map(({ row }) => row).join("\n")}\n`);
  process.exitCode = results.every(({ arrived }) => arrived) ? 0 : 1;
} finally {
  await sandbox.close();
  rmSync(directory, { recursive: true });
}

function install(): void {
  const pinned = (registry: Client["registry"], between: string) =>
    CLIENTS.filter((client) => client.registry === registry).map(({ name, version }) => name + between + version);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, overrides: OVERRIDES }));
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...pinned("npm", "@")]);
  run("python3", ["-m", "venv", "venv"]);
  run("venv/bin/pip", ["install", "--quiet", ...pinned("pypi", "==")]);
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw error ?? new Error(`${command} ${args[0]} ended with ${status}.`);
}

/** Runs one client's script next to its package, and checks whether all of its messages are there. */
async function attempt({ name, version, script, sends, registry }: Client, url: string) {
  const { workspace, ledger } = sandbox;
  const text = `Hello from ${name}`;
  const people = ["admin", "jane"].map((username) => workspace.people.byUsername(username)!.id);
  copyFileSync(join(import.meta.dirname, script), join(directory, script));
  const command = registry === "pypi" ? join(directory, "venv/bin/python") : process.execPath;
  const env = {
    ...process.env,
    ROCKETCHAT_URL: url,
    BOT_USER_ID: bot.userId,
    BOT_TOKEN: bot.token,
    ADMIN_PASSWORD,
    ADMIN_ROOM: workspace.openRoom(people).id,
    TEXT: text,
  };
  const child = spawn(command, [script], { cwd: directory, env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(child, "exit")) as [number];
  const count = ledger.messages("jane").filter(({ msg }) => msg.includes(text)).length;
  const arrived = code === 0 && count === sends;
  return { arrived, row: `| ${name} | ${version} | ${arrived ? "yes" : `no: exit ${code}`} | ${count} of ${sends} |` };
}
