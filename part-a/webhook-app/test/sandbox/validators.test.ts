import {
  isChatGetMessageProps,
  isChatSendMessageProps,
  isDmCreateProps,
  isUserCreateParamsPOST,
  isUsersInfoParamsGetProps,
  validateBadRequestErrorResponse,
  validateUnauthorizedErrorResponse,
} from "@rocket.chat/rest-typings";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { UNAUTHORIZED } from "../../sandbox/answers.ts";
import * as schemas from "../../sandbox/schemas.ts";
import { startSandbox } from "./start-sandbox.ts";

type Validator = (input: unknown) => boolean;

const user = { email: "e", name: "n", password: "p", username: "u" };

const CASES: [string, z.ZodType, Validator, unknown[]][] = [
  [
    "im.create",
    schemas.createDirectMessageBody,
    isDmCreateProps,
    [
      { username: "a" },
      { usernames: "a,b" },
      { username: "a", excludeSelf: true },
      { username: "a", excludeSelf: "true" },
      { username: "a", excludeSelf: "yes" },
      { username: "a", excludeSelf: null },
      { username: 5 },
      { username: true },
      { username: null },
      { username: {} },
      { username: ["a"] },
      { usernames: ["a", "b"] },
      { username: "a", usernames: "a" },
      { username: "a", more: 1 },
      {},
      null,
      [],
      "a",
      5,
    ],
  ],
  [
    "chat.sendMessage",
    schemas.sendMessageBody,
    isChatSendMessageProps,
    [
      { message: { rid: "r", msg: "m", _id: "i" } },
      { message: {} },
      { message: { rid: "r", anything: { at: ["all"] } } },
      { message: { rid: 5, msg: 5, _id: 5 } },
      { message: { rid: null } },
      { message: { rid: {} } },
      { message: { rid: "r", msg: null, _id: null, tmid: null, tshow: null, attachments: null, customFields: null } },
      { message: { rid: "r", tshow: 1 } },
      { message: { rid: "r", tshow: 2 } },
      { message: { rid: "r", attachments: [{}] } },
      { message: { rid: "r", attachments: ["x"] } },
      { message: { rid: "r", attachments: {} } },
      { message: { rid: "r", blocks: [{ type: "section" }] } },
      { message: { rid: "r", customFields: [] } },
      { message: { rid: "r" }, previewUrls: ["u", 5] },
      { message: { rid: "r" }, previewUrls: "u" },
      { message: { rid: "r" }, previewUrls: null },
      { message: { rid: "r" }, more: 1 },
      { message: null },
      { message: "m" },
      { message: [] },
      { rid: "r", msg: "m" },
      {},
      null,
    ],
  ],
  [
    "chat.getMessage",
    schemas.getMessageQuery,
    isChatGetMessageProps,
    [{ msgId: "m" }, { msgId: "" }, { msgId: "m", roomId: "r" }, {}],
  ],
  [
    "users.info",
    schemas.usersInfoQuery,
    isUsersInfoParamsGetProps,
    [
      { username: "a" },
      { userId: "a" },
      { importId: "a" },
      { email: "a" },
      { freeSwitchExtension: "a" },
      { username: "a", includeUserRooms: "true" },
      { username: "a", fields: "{}" },
      { username: "a", userId: "a" },
      { username: "a", more: "1" },
      { includeUserRooms: "true" },
      {},
    ],
  ],
  [
    "users.create",
    schemas.createUserBody,
    isUserCreateParamsPOST,
    [
      user,
      { ...user, roles: ["user", "bot"], verified: false, joinDefaultChannels: false, requirePasswordChange: false },
      { ...user, active: null, bio: null, customFields: {} },
      { ...user, active: "false" },
      { ...user, active: "no" },
      { ...user, roles: "bot" },
      { ...user, roles: [5] },
      { ...user, customFields: null },
      { ...user, customFields: [] },
      { ...user, password: 5 },
      { ...user, more: 1 },
      { ...user, email: undefined },
      {},
    ],
  ],
];

describe.each(CASES)("%s is validated as Rocket.Chat 8.8.1 does", (_operation, schema, validator, inputs) => {
  test.each(inputs.map((input) => [JSON.stringify(input), input]))("%s", (_text, input) => {
    // Its validators convert what they are given, in place.
    const theirs = validator(structuredClone(input));
    expect(schema.safeParse(input).success).toBe(theirs);
  });

  test("the table holds both good and bad", () => {
    expect(new Set(inputs.map((input) => validator(structuredClone(input))))).toEqual(new Set([true, false]));
  });
});

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
