import { validateBadRequestErrorResponse, validateUnauthorizedErrorResponse } from "@rocket.chat/rest-typings";
import { expect, test } from "vitest";
import { UNAUTHORIZED } from "../../sandbox/answers.ts";
import { startSandbox } from "./start-sandbox.ts";

test("every failure is one that Rocket.Chat's own response validators accept", async () => {
  const { call, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  await post("m1", rid);
  const failures = [
    await post("m1", rid),
    await post("m2", "nowhere"),
    await post("m3", rid, "x".repeat(5001)),
    await call("POST", "/api/v1/im.create", { username: "nobody" }),
    await call("POST", "/api/v1/im.create", { username: "jane", more: 1 }),
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

test("a body that is not JSON, by its type or its text, counts as empty", async () => {
  const { url, call } = await startSandbox();
  const empty = await call("POST", "/api/v1/im.create", {});
  for (const [type, body] of [
    ["text/plain", '{"username":"jane"}'],
    ["application/json", "{"],
  ] as const) {
    const headers = { "x-user-id": "botbotbotbotbot01", "x-auth-token": "token-of-the-bot", "content-type": type };
    const response = await fetch(`${url}/api/v1/im.create`, { method: "POST", headers, body });
    expect(await response.json()).toEqual(empty.json);
  }
});
