import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../../sandbox/options.ts";
import { SERVERS, type ServerName } from "../../../sandbox/servers.ts";
import type { CheckName } from "../../../commands/doctor/finding.ts";
import { exitCode } from "../../../commands/doctor/report.ts";
import { runDoctor } from "../../../commands/doctor/run-doctor.ts";
import { readSettings } from "../../../commands/doctor/settings.ts";
import { runCommand } from "../../support/run-command.ts";
import { BOT_TOKEN, startRocketChat } from "../../support/start-rocket-chat.ts";

type RocketChat = Awaited<ReturnType<typeof startRocketChat>>;
type Faults = Parameters<RocketChat["faults"]["replace"]>[0];

async function examined(options: SandboxOptions = {}, faults: Faults = [], env: Record<string, string> = {}) {
  const rocketChat = await startRocketChat(["jane"], options);
  rocketChat.faults.replace(faults);
  const findings = await runDoctor(readSettings({ ...rocketChat.env, ...env }));
  const notOk = findings.filter(({ verdict }) => verdict !== "ok").map(({ check, verdict }) => `${verdict}: ${check}`);
  const sawOf = (wanted: CheckName) => findings.find(({ check }) => check === wanted)?.saw;
  return { findings, notOk, sawOf, code: exitCode(findings), rocketChat };
}

describe("a workspace without problems", () => {
  test.each(Object.keys(SERVERS) as ServerName[])("has only ok findings with Rocket.Chat %s", async (server) => {
    const { code, notOk, findings, rocketChat } = await examined({ server });
    expect({ code, notOk }).toEqual({
      code: server === "develop" ? 1 : 0,
      notOk: server === "develop" ? ["warning: version"] : [],
    });
    expect(findings).toHaveLength(14);
    expect(rocketChat.ledger.messages(), "what doctor wrote is deleted").toEqual([]);
  });

  test("says what im.create does with a name that nobody has", async () => {
    const saw = async (server: ServerName) => (await examined({ server })).sawOf("unknown_names");
    expect(await saw("7.7")).toBe("an unknown name is refused");
    expect(await saw("8.5")).toContain("opens the bot's own room");
  });

  test("writes only into the bot's own room", async () => {
    const posted: (string | undefined)[] = [];
    const onStored = ({ recipient }: { recipient: string }) => posted.push(recipient);
    await examined({ hooks: { onStored } });
    expect(posted).toEqual(["gitlab-bot"]);
  });
});

describe("finds what prevents delivery", () => {
  test.each<[string, Faults[number], string[]]>([
    ["nothing may be written", { kind: "restricted_workspace" }, ["broken: sending"]],
    ["an app rebuilds messages", { kind: "app_rebuilds" }, ["warning: message_id"]],
    ["an app prevents messages", { kind: "app_prevents" }, ["broken: sending"]],
    ["an app refuses messages", { kind: "app_refuses" }, ["warning: unknown_names", "broken: sending"]],
    ["an app drops messages", { kind: "app_drops" }, ["broken: sending"]],
    ["everybody's rooms are encrypted", { kind: "encrypted" }, ["broken: encryption", "broken: sending"]],
    ["messages must be short", { kind: "message_size", size: 500 }, ["warning: message_size"]],
    ["writing fails", { kind: "server_error", operation: "chat.sendMessage" }, ["broken: sending"]],
    ["messages cannot be found", { kind: "server_error", operation: "chat.getMessage" }, ["broken: found_again"]],
    [
      "permissions cannot be read",
      { kind: "unauthorized", operation: "permissions.listAll" },
      ["warning: rate_limit", "warning: direct_rooms"],
    ],
    [
      "settings cannot be read",
      { kind: "server_error", operation: "settings.public" },
      ["warning: encryption", "warning: message_size"],
    ],
  ])("%s", async (_, fault, expected) => {
    const { code, notOk, findings } = await examined({}, [fault]);
    expect(notOk).toEqual(expected);
    expect(code).toBe(expected.some((line) => line.startsWith("broken")) ? 2 : 1);
    for (const { verdict, saw, todo } of findings) {
      expect(saw).not.toBe("");
      expect(Boolean(todo)).toBe(verdict !== "ok");
    }
  });

  test("a message that was not stored has no further findings", async () => {
    const { findings } = await examined({}, [{ kind: "app_drops" }]);
    expect(findings.at(-1)).toMatchObject({ check: "sending", verdict: "broken" });
  });

  test("an unknown token ends the examination, and is shown nowhere", async () => {
    const { code, notOk, findings } = await examined({}, [], { ROCKETCHAT_AUTH_TOKEN: "another-token" });
    expect({ code, notOk }).toEqual({ code: 2, notOk: ["broken: token"] });
    expect(JSON.stringify(findings)).not.toContain("another-token");
  });

  test("no answer is the first and only finding", async () => {
    const { code, findings, sawOf } = await examined({}, [], { ROCKETCHAT_URL: "http://127.0.0.1:1" });
    expect(code).toBe(2);
    expect(findings.map(({ check, verdict }) => [check, verdict])).toEqual([["reach", "broken"]]);
    expect(sawOf("reach")).toContain("ECONNREFUSED");
  });

  test("another web page in place of Rocket.Chat", async () => {
    const { notOk, sawOf } = await examined({}, [{ kind: "html" }]);
    expect(notOk).toEqual(["broken: reach"]);
    expect(sawOf("reach")).toContain("text/html");
  });

  test("no permission to open rooms", async () => {
    const { notOk } = await examined({ server: "7.7" }, [{ kind: "no_create_d" }]);
    expect(notOk).toContain("broken: direct_rooms");
  });
});

describe("the command", () => {
  test("explains in its table only what is not ok", async () => {
    const { env, faults } = await startRocketChat([]);
    faults.replace([{ kind: "message_size", size: 500 }]);
    const { code, stdout } = await runCommand("commands/doctor/main.ts", env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^warning {2}message size {3}at most 500 characters$/m);
    expect(stdout.match(/What to do: /g)).toHaveLength(1);
    expect(stdout.endsWith("\n13 ok, 1 warning, 0 broken\n")).toBe(true);
    expect(stdout).not.toContain(BOT_TOKEN);
  });

  test("writes the same for programs", async () => {
    const { env } = await startRocketChat([]);
    const { code, stdout } = await runCommand("commands/doctor/main.ts", env, undefined, ["--json"]);
    expect(code).toBe(0);
    const { findings, ...rest } = JSON.parse(stdout) as { findings: object[] };
    expect(rest).toEqual({ url: env.ROCKETCHAT_URL, ok: 14, warnings: 0, broken: 0 });
    expect(findings[0]).toEqual({ check: "reach", verdict: "ok", saw: expect.any(String), why: expect.any(String) });
  });

  test("lists every configuration mistake and makes no call", async () => {
    const { code, stdout, stderr } = await runCommand("commands/doctor/main.ts", {
      ROCKETCHAT_URL: "chat.example.com",
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const name of ["ROCKETCHAT_URL", "ROCKETCHAT_USER_ID", "ROCKETCHAT_AUTH_TOKEN"])
      expect(stderr).toContain(name);
  });

  test("exits with 2 for an unknown option", async () => {
    const { code, stderr } = await runCommand("commands/doctor/main.ts", {}, undefined, ["--jsno"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^doctor: Unknown option '--jsno'.*\n$/),
    });
  });
});
