import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { startSandbox } from "./start-sandbox.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("login", () => {
  test.each([
    ["user and password", { user: "admin", password: "admin's password" }],
    ["username", { username: "admin", password: "admin's password" }],
    ["e-mail", { email: "ADMIN@example.invalid", password: "admin's password" }],
    ["user as an object", { user: { username: "admin" }, password: "admin's password" }],
    ["a hashed password", { user: "admin", password: { hashed: sha256("admin's password") } }],
  ])("by %s gives a token that works until logout", async (_case, body) => {
    const { call } = await startSandbox();
    const { status, json } = await call("POST", "/api/v1/login", body, {});
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { status: "success", data: { me: { username: "admin", roles: ["user", "admin"] } }, success: true },
    });
    const headers = { "x-user-id": json.data.userId, "x-auth-token": json.data.authToken };
    expect((await call("GET", "/api/v1/me", undefined, headers)).json).toMatchObject({
      username: "admin",
      success: true,
    });
    const resumed = await call("POST", "/api/v1/login", { resume: json.data.authToken }, {});
    expect(resumed.json.data.authToken).toBe(json.data.authToken);
    expect((await call("POST", "/api/v1/logout", undefined, headers)).status).toBe(200);
    expect((await call("GET", "/api/v1/me", undefined, headers)).status).toBe(401);
  });

  test("takes a form as well, as apprise sends it", async () => {
    const { url } = await startSandbox();
    const body = new URLSearchParams({ username: "admin", password: "admin's password" });
    const answer = await fetch(`${url}/api/v1/login`, { method: "POST", body });
    expect(await answer.json()).toMatchObject({ status: "success", data: { authToken: expect.any(String) } });
  });

  test.each([
    ["a wrong password", { user: "admin", password: "wrong" }],
    ["nobody", { user: "nobody", password: "x" }],
    ["an account without a password", { user: "jane", password: "" }],
    ["an unknown token", { resume: "wrong" }],
    ["nothing", {}],
  ])("401 for %s", async (_case, body) => {
    const { call } = await startSandbox();
    expect(await call("POST", "/api/v1/login", body, {})).toMatchObject({
      status: 401,
      json: { success: false, status: "error", error: "Unauthorized", message: "Unauthorized" },
    });
  });
});
