import { validateBadRequestErrorResponse, validateUnauthorizedErrorResponse } from "@rocket.chat/rest-typings";
import { describe, expect, test } from "vitest";
import { UNAUTHORIZED } from "../../sandbox/answers.ts";
import { asBot, startSandbox } from "./start-sandbox.ts";

test("every failure is one that Rocket.Chat's own response validators accept", async () => {
  const { call, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  await post("m1", rid);
  const failures = [
    await post("m1", rid),
    await post("m2", "nowhere"),
    await post("m3", rid, "x".repeat(5001)),
    await call("POST", "/api/v1/im.create", { username: "jane", more: 1 }),
    await call("POST", "/api/v1/im.create", { username: "jane", excludeSelf: true, usernames: "jane" }),
    await call("POST", "/api/v1/chat.delete", { msgId: "m1", roomId: "elsewhere" }),
    await call("GET", "/api/v1/rooms.info?roomId=none"),
    await call("GET", "/api/v1/chat.getMessage?msgId=none"),
    await call("GET", "/api/v1/im.history?roomId=none"),
    await call("GET", "/api/v1/users.info"),
  ];
  for (const { status, json } of failures) {
    expect(status).toBe(400);
    expect(json).toSatisfy((body) => validateBadRequestErrorResponse(structuredClone(body)));
  }
  expect(validateUnauthorizedErrorResponse(structuredClone(UNAUTHORIZED.body))).toBe(true);
});

test.each([
  [
    {},
    "must have required property 'usernames'\n must have required property 'username'\n must match exactly one schema in oneOf",
  ],
  [{ username: "a", usernames: "b" }, "must NOT have additional properties\n must match exactly one schema in oneOf"],
])("a refused body is answered in the validator's words: %j", async (body, error) => {
  const { call } = await startSandbox();
  const { status, json } = await call("POST", "/api/v1/im.create", body);
  expect({ status, json }).toEqual({ status: 400, json: { success: false, errorType: "invalid-params", error } });
});

/** packages/http-router/src/Router.ts@0536073. */
describe("a body", () => {
  const send = async (type: string, body: string) => {
    const { url } = await startSandbox();
    const headers = { ...asBot, "content-type": type };
    return (await fetch(`${url}/api/v1/im.create`, { method: "POST", headers, body })).json();
  };

  test.each([
    ["application/json;charset=utf-8", '{"username":"jane"}'],
    ["application/x-www-form-urlencoded", "username=jane"],
  ])("of type %s is parsed", async (type, body) => {
    expect(await send(type, body)).toMatchObject({ room: { usernames: ["gitlab-bot", "jane"] }, success: true });
  });

  test.each([
    ["application/json", "{", "must have required property 'username'"],
    ["multipart/form-data; boundary=x", "--x--", "must have required property 'username'"],
    ["text/plain", '{"username":"jane"}', "must NOT have additional properties"],
  ])("of type %s that is no JSON and no form is empty, or an object of its characters", async (type, body, error) => {
    expect(await send(type, body)).toMatchObject({
      success: false,
      errorType: "invalid-params",
      error: expect.stringContaining(error),
    });
  });
});
