import {
  isChatGetMessageProps,
  isChatPostMessageProps,
  isChatSendMessageProps,
  isDmCreateProps,
  isDmHistoryProps,
  isUserCreateParamsPOST,
  isUsersInfoParamsGetProps,
  isUsersUpdateParamsPOST,
} from "@rocket.chat/rest-typings";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import * as schemas from "../../sandbox/schemas.ts";

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
    "chat.postMessage",
    schemas.postMessageBody,
    isChatPostMessageProps,
    [
      { channel: "@a", text: "t", emoji: ":x:", parseUrls: false, attachments: [{ title: "t", title_link: "u" }] },
      { channel: ["@a", "@b"] },
      { roomId: "r", tmid: "m" },
      { roomId: ["r"], text: null },
      { channel: "@a", text: 5 },
      { channel: "@a", text: {} },
      { channel: "@a", tmid: "m" },
      { channel: "@a", roomId: "r" },
      { channel: "@a", attachments: ["x"] },
      { channel: "@a", attachments: null, alias: null, avatar: null, customFields: null },
      { channel: "@a", parseUrls: null },
      { channel: "@a", msg: "m" },
      { channel: null },
      { channel: {} },
      { text: "t" },
      {},
    ],
  ],
  [
    "chat.getMessage",
    schemas.getMessageQuery,
    isChatGetMessageProps,
    [{ msgId: "m" }, { msgId: "" }, { msgId: "m", roomId: "r" }, {}],
  ],
  [
    "im.history",
    schemas.historyQuery,
    isDmHistoryProps,
    [
      { roomId: "r" },
      { roomId: "r", count: "100", offset: "0" },
      { roomId: "r", count: "many" },
      { roomId: "r", count: "" },
      { roomId: "r", inclusive: "true", unreads: "false", sort: "{}", oldest: "2026-01-01T00:00:00.000Z" },
      { roomId: "r", inclusive: "yes" },
      { roomId: "r", latest: "" },
      { roomId: "r", more: "1" },
      { roomId: "" },
      { count: "1" },
      {},
    ],
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
  [
    "users.update",
    schemas.updateUserBody,
    isUsersUpdateParamsPOST,
    [
      { userId: "u", data: {} },
      { userId: "u", data: { password: "p", roles: ["user", "bot"] } },
      { userId: "u", data: { name: null, roles: null, active: null, customFields: null } },
      { userId: "u", data: { roles: "bot" } },
      { userId: "u", data: { more: 1 } },
      { userId: "u", data: {}, confirmRelinquish: "true" },
      { userId: "u", data: {}, more: 1 },
      { userId: "", data: {} },
      { userId: "u" },
      { data: {} },
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
