import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { asBot, logIn, startSandbox } from "./start-sandbox.ts";

const newFile = () => join(temporaryDirectory(), "deep", "sandbox.jsonl");

test("people, tokens, rooms and messages survive a restart, in order", async () => {
  const file = newFile();
  const first = await startSandbox({ file });
  const rid = await first.openRoom("jane");
  await first.post("m1", rid, "one");
  await first.call("POST", "/sandbox/users/sam/deactivate");
  await first.sandbox.close();

  const second = await startSandbox({ file });
  expect(await second.openRoom("jane")).toBe(rid);
  await second.post("m2", rid, "two");
  expect(second.sandbox.ledger.messages().map(({ msg, seq, n }) => [msg, seq, n])).toEqual([
    ["one", 1, 1],
    ["two", 2, 2],
  ]);
  expect((await second.call("GET", "/api/v1/users.info?username=sam")).json.user.active).toBe(false);
  expect(second.sandbox.workspace.epoch()).toBe(first.sandbox.workspace.epoch());
});

test("recreated people and deleted messages survive a restart", async () => {
  const file = newFile();
  const first = await startSandbox({ file });
  const rid = await first.openRoom("sam");
  for (const id of ["m1", "m2"]) await first.post(id, rid);
  await first.call("POST", "/api/v1/chat.delete", { roomId: rid, msgId: "m1" });
  await first.call("POST", "/sandbox/users/sam/recreate");
  await first.sandbox.close();
  const second = await startSandbox({ file });
  expect(second.sandbox.ledger.messages().map(({ id, seq }) => [id, seq])).toEqual([["m2", 1]]);
  expect((await second.post("m3", rid)).json.error).toBe("error-invalid-room");
  const { people } = first.sandbox.workspace;
  expect(second.sandbox.workspace.people.byUsername("sam")?.id).toBe(people.byUsername("sam")?.id);
});

test("a reset survives a restart", async () => {
  const file = newFile();
  const first = await startSandbox({ file });
  const rid = await first.openRoom("jane");
  await first.post("m1", rid);
  const admin = await logIn(first, "admin", "admin's password");
  await first.call("POST", "/sandbox/reset");
  const second = await startSandbox({ file });
  expect(second.sandbox.ledger.messages()).toEqual([]);
  expect(second.sandbox.workspace.epoch()).toBe(first.sandbox.workspace.epoch());
  expect((await second.post("m1", rid)).status).toBe(200);
  expect((await second.call("GET", "/api/v1/me", undefined, admin)).status).toBe(200);
});

test("a line cut off by a kill is dropped, and later ones are whole", async () => {
  const file = newFile();
  const first = await startSandbox({ file });
  const rid = await first.openRoom("jane");
  await first.post("m1", rid);
  await first.sandbox.close();
  appendFileSync(file, '{"kind":"message","message":{"id":"torn é');

  const second = await startSandbox({ file });
  await second.post("m2", rid);
  await second.sandbox.close();
  const third = createSandbox({ file });
  expect(third.ledger.messages().map(({ id }) => id)).toEqual(["m1", "m2"]);
});

test("a file that is no journal is refused with its name and line", () => {
  const file = join(temporaryDirectory(), "notes.txt");
  writeFileSync(file, "{}\nbuy milk\n");
  expect(() => createSandbox({ file })).toThrow(`${file}:2 is not JSON`);
  expect(readFileSync(file, "utf8")).toBe("{}\nbuy milk\n");
});

test("the program listens where the environment says, and what it answered with 200 survives kill -9", async () => {
  const file = newFile();
  const rids = [];
  for (const id of ["m1", "m2"]) {
    const { url, program } = await startProgram(file);
    const headers = { ...asBot, "content-type": "application/json" };
    const post = (path: string, body: unknown) =>
      fetch(`${url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const { room } = (await (await post("im.create", { username: "ann" })).json()) as { room: { rid: string } };
    rids.push(room.rid);
    expect((await post("chat.sendMessage", { message: { _id: id, rid: room.rid, msg: id } })).status).toBe(200);
    program.kill("SIGKILL");
    await once(program, "exit");
  }
  expect(rids[1]).toBe(rids[0]);
  expect(
    createSandbox({ file })
      .ledger.messages("ann")
      .map(({ id }) => id),
  ).toEqual(["m1", "m2"]);
});

test("the program takes the server from the command line, and refuses an unknown one", async () => {
  const { url } = await startProgram(newFile(), ["--server", "7.7"]);
  expect(await (await fetch(`${url}/api/info`)).json()).toMatchObject({ version: "7.7" });
  const program = spawn(process.execPath, ["sandbox/main.ts", "--server", "6.0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [[line], [code]] = await Promise.all([once(program.stderr, "data"), once(program, "exit")]);
  expect({ code, line: String(line) }).toEqual({
    code: 2,
    line: "There is no server 6.0. --server takes 7.7, 8.5, 8.8, develop.\n",
  });
});

async function startProgram(file: string, args: string[] = []) {
  const env = {
    ...process.env,
    PORT: "0",
    SANDBOX_DATA: file,
    SANDBOX_USERS: "ann, bob",
    SANDBOX_BOT_USER_ID: asBot["x-user-id"],
    SANDBOX_BOT_TOKEN: asBot["x-auth-token"],
  };
  const program = spawn(process.execPath, ["sandbox/main.ts", ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void program.kill("SIGKILL"));
  const [line] = (await once(program.stdout, "data")) as [Buffer];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line.toString())?.[0];
  return { url, program };
}
