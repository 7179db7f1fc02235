import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { asBot, logIn, startSandbox } from "./start-sandbox.ts";

const NOT_LOGGED_IN = "You must be logged in to do this.";
const UNAUTHORIZED = { success: false, error: NOT_LOGGED_IN, status: "error", message: NOT_LOGGED_IN };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** One that meets the password policy. */
const ANOTHER = "Another-passw0rd";
const newUser = {
  email: "bot2@example.invalid",
  name: "Bot 2",
  username: "bot2",
  password: "secret",
  roles: ["user", "bot"],
};

describe("credentials", () => {
  test.each([
    ["none", {}],
    ["a wrong token", { ...asBot, "x-auth-token": "wrong" }],
    ["somebody else's id", { ...asBot, "x-user-id": "other" }],
  ])("401 for %s", async (_case, headers) => {
    const { call } = await startSandbox();
    expect(await call("GET", "/api/v1/me", undefined, headers)).toMatchObject({ status: 401, json: UNAUTHORIZED });
  });

  test("401 comes before the schema", async () => {
    const { call } = await startSandbox();
    expect((await call("POST", "/api/v1/im.create", { nonsense: 1 }, {})).status).toBe(401);
  });

  test("a deactivated account's token does not count", async () => {
    const { call } = await startSandbox();
    await call("POST", "/sandbox/users/gitlab-bot/deactivate");
    expect((await call("GET", "/api/v1/me")).status).toBe(401);
  });
});

test("an administrator makes a bot, which makes its own access token with its password as second factor", async () => {
  const started = await startSandbox();
  const { call, url } = started;
  const admin = await logIn(started, "admin", "admin's password");
  const created = await call("POST", "/api/v1/users.create", newUser, admin);
  expect(created).toMatchObject({
    status: 200,
    json: { user: { _id: expect.any(String), username: "bot2", active: true, roles: ["user", "bot"] }, success: true },
  });

  const bot = await logIn(started, "bot2", "secret");
  const path = "/api/v1/users.generatePersonalAccessToken";
  const body = { tokenName: "gitlab-notify", bypassTwoFactor: true };
  expect((await call("POST", path, body, bot)).json).toEqual({
    success: false,
    error: "TOTP Required [totp-required]",
    errorType: "totp-required",
    details: { method: "password", codeGenerated: false, availableMethods: [] },
  });
  const secondFactor = { ...bot, "x-2fa-method": "password", "x-2fa-code": sha256("secret") };
  const { json } = await call("POST", path, body, secondFactor);
  expect(json).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), success: true });
  expect((await call("POST", path, body, secondFactor)).json.errorType).toBe("error-token-already-exists");

  await call("POST", "/api/v1/logout", undefined, bot);
  const response = await fetch(`${url}/api/v1/me`, { headers: { ...bot, "x-auth-token": json.token } });
  expect(await response.json()).toMatchObject({ username: "bot2", success: true });
});

test("an administrator changes an account's password and roles; its owner makes a token of a taken name anew", async () => {
  const started = await startSandbox();
  const { call, url } = started;
  const admin = await logIn(started, "admin", "admin's password");
  const { json } = await call("POST", "/api/v1/users.create", newUser, admin);
  const change = { userId: json.user._id, data: { password: ANOTHER, roles: ["user"] } };
  expect((await call("POST", "/api/v1/users.update", change)).status).toBe(403);
  const changed = await call("POST", "/api/v1/users.update", change, admin);
  expect(changed.json).toMatchObject({ user: { username: "bot2", name: "Bot 2", roles: ["user"] }, success: true });

  const bot = {
    ...(await logIn(started, "bot2", ANOTHER)),
    "x-2fa-method": "password",
    "x-2fa-code": sha256(ANOTHER),
  };
  const regenerate = "/api/v1/users.regeneratePersonalAccessToken";
  const body = { tokenName: "t" };
  expect((await call("POST", regenerate, body, bot)).json.errorType).toBe("not-authorized");
  const first = await call("POST", "/api/v1/users.generatePersonalAccessToken", body, bot);
  const second = await call("POST", regenerate, body, bot);
  const statusOf = async (token: string) =>
    (await fetch(`${url}/api/v1/me`, { headers: { ...bot, "x-auth-token": token } })).status;
  expect(await statusOf(first.json.token)).toBe(401);
  expect(await statusOf(second.json.token)).toBe(200);
});

test("only administrators create users; a name or an address is given once", async () => {
  const started = await startSandbox();
  const { call } = started;
  expect(await call("POST", "/api/v1/users.create", newUser)).toMatchObject({
    status: 403,
    json: { success: false, error: expect.stringContaining("[error-unauthorized]") },
  });
  const admin = await logIn(started, "admin", "admin's password");
  for (const taken of [{ username: "JANE" }, { email: "jane@example.invalid" }]) {
    const answer = await call("POST", "/api/v1/users.create", { ...newUser, ...taken }, admin);
    expect(answer).toMatchObject({ status: 400, json: { success: false, errorType: "error-field-unavailable" } });
  }
});

test("a bot without the role user cannot make an access token", async () => {
  const started = await startSandbox();
  const admin = await logIn(started, "admin", "admin's password");
  await started.call("POST", "/api/v1/users.create", { ...newUser, roles: ["bot"] }, admin);
  const bot = await logIn(started, "bot2", "secret");
  const headers = { ...bot, "x-2fa-method": "password", "x-2fa-code": sha256("secret") };
  const answer = await started.call("POST", "/api/v1/users.generatePersonalAccessToken", { tokenName: "t" }, headers);
  expect(answer).toMatchObject({ status: 400, json: { success: false, errorType: "not-authorized" } });
});

describe("users.info", () => {
  test("shows others' public side only, to administrators everything", async () => {
    const started = await startSandbox();
    const seen = await started.call("GET", "/api/v1/users.info?username=jane");
    expect(seen.json).toMatchObject({ user: { username: "jane", name: "Jane", active: true }, success: true });
    expect(seen.json.user).not.toHaveProperty("emails");
    expect(seen.json.user).not.toHaveProperty("roles");
    const admin = await logIn(started, "admin", "admin's password");
    const full = await started.call("GET", "/api/v1/users.info?email=jane@example.invalid", undefined, admin);
    expect(full.json.user).toMatchObject({
      username: "jane",
      emails: [{ address: "jane@example.invalid" }],
      roles: ["user"],
    });
  });

  test.each(["username=JANE", "username=nobody", "email=jane@example.invalid", "importId=1"])(
    "finds nobody by %s",
    async (query) => {
      const { call } = await startSandbox();
      const answer = await call("GET", `/api/v1/users.info?${query}`);
      expect(answer).toMatchObject({ status: 400, json: { success: false, error: "User not found." } });
    },
  );
});

test("info and health need no credentials", async () => {
  const { call } = await startSandbox();
  expect((await call("GET", "/api/info", undefined, {})).json).toMatchObject({ version: "8.5", success: true });
  expect((await call("GET", "/health", undefined, {})).text).toBe("ok");
  expect(await call("GET", "/api/v1/none")).toMatchObject({
    status: 404,
    json: { success: false, error: "Resource not found" },
  });
});
