import { describe, expect, test } from "vitest";
import { SERVERS, type ServerName } from "../../sandbox/servers.ts";
import { startSandbox } from "./start-sandbox.ts";

const INVALID_USER = {
  success: false,
  error: "Invalid user [error-invalid-user]",
  errorType: "error-invalid-user",
  details: { method: "createDirectMessage" },
};
const NOT_ALLOWED = { success: false, error: "Not allowed [error-not-allowed]", errorType: "error-not-allowed" };

const LOOKING_UP = ["7.7", "develop"] as const satisfies ServerName[];
const DROPPING = ["8.5", "8.8"] as const satisfies ServerName[];

const create = async (server: ServerName, body: Record<string, unknown>) => {
  const started = await startSandbox({ server });
  return { ...started, ...(await started.call("POST", "/api/v1/im.create", body)) };
};

test("8.5 is the default, since it is the one that is deployed", async () => {
  const { call } = await startSandbox();
  expect((await call("GET", "/api/info")).json.version).toBe("8.5");
});

test.each(Object.keys(SERVERS) as ServerName[])("%s shows its whole version to administrators only", async (server) => {
  const { call, as } = await startSandbox({ server });
  const { version } = SERVERS[server];
  const whole = await call("GET", "/api/info", undefined, as("admin"));
  expect(whole.json).toMatchObject({ version, info: { version }, success: true });
  const short = (await call("GET", "/api/info")).json;
  expect(version.startsWith(`${short.version}.`)).toBe(true);
  expect(short).not.toHaveProperty("info");
});

/** server/methods/createDirectMessage.ts of 7.7.1; server/meteor-methods/messages/createDirectMessage.ts@1d09fcc. */
describe.each(LOOKING_UP)("im.create of %s looks names up", (server) => {
  test("ignoring case", async () => {
    const { json } = await create(server, { username: "JANE" });
    expect(json.room.usernames).toEqual(["gitlab-bot", "jane"]);
  });

  test.each([{ username: "nobody" }, { usernames: "jane, nobody" }])("and refuses unknown ones: %j", async (body) => {
    expect(await create(server, body)).toMatchObject({ status: 400, json: INVALID_USER });
  });

  test("and one other person's room without oneself is refused", async () => {
    expect((await create(server, { username: "jane", excludeSelf: true })).json).toEqual(INVALID_USER);
  });
});

/** server/methods/createDirectMessage.ts@08e13514f and createDirectRoom.ts@03677ca2. */
describe.each(DROPPING)("im.create of %s matches names exactly", (server) => {
  test.each(["nobody", "JANE"])("and answers the caller's room with itself for %s", async (username) => {
    const { status, json, call, sandbox, post } = await create(server, { username });
    expect({ status, usernames: json.room.usernames }).toEqual({ status: 200, usernames: ["gitlab-bot"] });
    const own = await call("POST", "/api/v1/im.create", { username: "gitlab-bot" });
    expect(own.json).toEqual(json);
    await post("m1", json.room.rid);
    expect(sandbox.ledger.messages("gitlab-bot")).toHaveLength(1);
  });

  test("and drops an unknown one among others", async () => {
    const { json } = await create(server, { usernames: "jane,nobody,sam" });
    expect(json.room.usernames).toEqual(["gitlab-bot", "jane", "sam"]);
  });

  test("and excludeSelf answers the other's room with themselves, to which one may not write", async () => {
    const { json, post } = await create(server, { username: "jane", excludeSelf: true });
    expect(json.room.usernames).toEqual(["jane"]);
    expect((await post("m1", json.room.rid)).json).toEqual({ success: false, error: "error-not-allowed" });
  });
});

describe("rooms", () => {
  test.each(["7.7", "8.5", "8.8"] as const)("of two are named by both on %s", async (server) => {
    const { openRoom, sandbox } = await startSandbox({ server });
    const { people } = sandbox.workspace;
    const ids = ["jane", "gitlab-bot"].map((name) => people.byUsername(name)!.id).sort();
    expect(await openRoom("jane")).toBe(ids.join(""));
  });

  /** createDirectRoom.ts@46f55ac. */
  test("have database ids on develop, the same each time", async () => {
    const { openRoom } = await startSandbox({ server: "develop" });
    const rid = await openRoom("jane");
    expect(rid).toMatch(/^[0-9a-f]{24}$/);
    expect(await openRoom("jane")).toBe(rid);
  });
});

describe("without create-d", () => {
  const withoutIt = async (server: ServerName) => {
    const started = await startSandbox({ server });
    const rid = await started.openRoom("jane");
    started.sandbox.faults.replace([{ kind: "no_create_d" }]);
    return { ...started, rid };
  };
  const create = { username: "jane" };

  test.each(["7.7", "8.5", "8.8"] as const)("%s refuses existing rooms, too", async (server) => {
    const { call } = await withoutIt(server);
    expect((await call("POST", "/api/v1/im.create", create)).json).toMatchObject(NOT_ALLOWED);
  });

  /** createDirectMessage.ts@1d09fcc: its comment says that the full room is answered. */
  test("develop opens existing rooms, and answers with the whole room", async () => {
    const { call, rid } = await withoutIt("develop");
    const { json } = await call("POST", "/api/v1/im.create", create);
    expect(json.room).toMatchObject({ _id: rid, rid, t: "d", usernames: ["gitlab-bot", "jane"], usersCount: 2 });
    expect((await call("POST", "/api/v1/im.create", { username: "sam" })).json).toMatchObject(NOT_ALLOWED);
  });

  test("permissions.listAll shows it", async () => {
    const { call } = await withoutIt("8.5");
    const { json } = await call("GET", "/api/v1/permissions.listAll");
    expect(json.update).toContainEqual(expect.objectContaining({ _id: "create-d", roles: ["admin"] }));
  });
});

/** server/meteor-methods/messages/sendMessage.ts@006388d. */
describe("a blank message", () => {
  test.each(["", " \n", "\0"])("%j is refused by develop, which strips NUL", async (msg) => {
    const { openRoom, post } = await startSandbox({ server: "develop" });
    expect(await post("m1", await openRoom("jane"), msg)).toMatchObject({
      status: 400,
      json: { error: "Message cannot be empty [error-invalid-message]", errorType: "error-invalid-message" },
    });
  });

  test("NUL is stripped and the rest kept on develop", async () => {
    const { openRoom, post, sandbox } = await startSandbox({ server: "develop" });
    await post("m1", await openRoom("jane"), "a\0b");
    expect(sandbox.ledger.byId("m1")?.msg).toBe("ab");
  });

  test.each(["7.7", "8.5", "8.8"] as const)("is kept unchanged by %s", async (server) => {
    const { openRoom, post, sandbox } = await startSandbox({ server });
    await post("m1", await openRoom("jane"), " \0");
    expect(sandbox.ledger.byId("m1")?.msg).toBe(" \0");
  });
});

/** #38032, saveUser.ts@00c0f09. */
describe("the password policy", () => {
  const update = async (server: ServerName, password: string) => {
    const { call, sandbox, as } = await startSandbox({ server });
    const userId = sandbox.workspace.people.byUsername("jane")!.id;
    return call("POST", "/api/v1/users.update", { userId, data: { password } }, as("admin"));
  };

  test.each([
    ["Sh0rt-passwd", ["minLength"]],
    ["no-capitals-1234", ["oneUppercase"]],
    ["NO-SMALL-ONES-12", ["oneLowercase"]],
    ["No-digits-at-all", ["oneNumber"]],
    ["LettersAndDigits12", ["oneSpecial"]],
    ["Four-of-them-11112", ["repeatingCharacters"]],
    ["aaaa", ["minLength", "repeatingCharacters", "oneUppercase", "oneNumber", "oneSpecial"]],
  ])("of 8.5 refuses %s in users.update, and says all of why", async (password, rules) => {
    const { status, json } = await update("8.5", password);
    expect(status).toBe(400);
    expect(json.errorType).toBe("error-password-policy-not-met");
    expect(json.details.map(({ error }: { error: string }) => error)).toEqual(
      rules.map((rule) => `error-password-policy-not-met-${rule}`),
    );
  });

  test("accepts a strong password, and any where it is off", async () => {
    expect((await update("8.5", "A-good-passw0rd")).status).toBe(200);
    expect((await update("7.7", "aaaa")).status).toBe(200);
  });
});

/** server/api/v1/chat.ts@01d81c2, #41966. */
test("chat.sendMessage of 8.8 is limited to 5 a second, except for bots, instead of 10 a minute", async () => {
  let now = 1_700_000_000_000;
  const { call, as, openRoom } = await startSandbox({ server: "8.8", clock: () => now });
  const rid = await openRoom("jane");
  const send = (headers?: Record<string, string>) =>
    call("POST", "/api/v1/chat.sendMessage", { message: { rid, msg: "hi" } }, headers);
  const jane = as("jane");
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let sent = 0; sent < count; sent += 1) seen.push((await send(jane)).status);
    return seen;
  };
  expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429]);
  now += 1000;
  expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429]);
  const asBot = await send();
  expect({ status: asBot.status, limit: asBot.headers.get("x-ratelimit-limit") }).toEqual({ status: 200, limit: null });
});

test("chat.sendMessage of 8.5 has the usual limit", async () => {
  const { call, as, openRoom } = await startSandbox({ server: "8.5", clock: () => 0 });
  const rid = await openRoom("jane");
  const headers = as("jane");
  const { headers: answered } = await call("POST", "/api/v1/chat.sendMessage", { message: { rid, msg: "a" } }, headers);
  expect(answered.get("x-ratelimit-limit")).toBe("10");
});
