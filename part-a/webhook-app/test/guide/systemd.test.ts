import { spawnSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { blocks, read, REPOSITORY, section } from "./document.ts";

const APP = fileURLToPath(new URL("part-a/webhook-app/", REPOSITORY));
const UNIT = read("part-a/webhook-app/webhook-app.service");
const COMMANDS = blocks(section(read("docs/installing.md"), "## systemd"), "sh")[0] ?? "";

const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(UNIT)?.[1] ?? "";

test("what the documentation has copied is all that the service and its commands need", async () => {
  const [, copied = "", target = ""] = /^cp -r (.+) (\S+)$/m.exec(COMMANDS) ?? [];
  expect(target).toBe(setting("WorkingDirectory"));
  expect(COMMANDS).toContain(` .env ${setting("EnvironmentFile")}\n`);
  const folder = temporaryDirectory();
  for (const name of copied.split(" ")) cpSync(join(APP, name), join(folder, name), { recursive: true });
  symlinkSync(join(APP, "node_modules"), join(folder, "node_modules"));

  const env = { ROCKETCHAT_URL: "http://127.0.0.1:1", ROCKETCHAT_USER_ID: "bot", ROCKETCHAT_AUTH_TOKEN: "token" };
  const [, ...script] = setting("ExecStart").split(" ");
  const valid = { ...env, GITLAB_SECRET_TOKENS: "secret", RECIPIENT: "jane" };
  expect(await runCommand(script[0] ?? "", valid, folder, ["--check"])).toMatchObject({ code: 0, stderr: "" });
  // A wrong configuration ends with the code after which systemd does not start it again.
  expect(await runCommand(script[0] ?? "", env, folder)).toMatchObject({ code: 2 });
  expect(setting("RestartPreventExitStatus")).toBe("2");
  // Without settings they say what is missing; a file that is missing would end them otherwise.
  for (const command of [
    "commands/doctor/main.ts",
    "commands/explain/main.ts",
    "commands/canary/main.ts",
    "commands/reconciler/main.ts",
  ]) {
    const { code, stderr } = await runCommand(command, {}, folder);
    expect([command, code, stderr.includes("ERR_MODULE_NOT_FOUND")]).toEqual([command, expect.any(Number), false]);
  }
});

test.skipIf(!existsSync("/usr/bin/systemd-analyze"))("systemd finds no mistake in the unit", () => {
  const unit = join(APP, "webhook-app.service");
  const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" });
  // Where Node.js is elsewhere it says so of ExecStart, which is the machine's matter.
  const said = `${stdout}${stderr}`.split("\n").filter((line) => line !== "" && !line.includes("/usr/bin/node"));
  expect(said).toEqual([]);
});
