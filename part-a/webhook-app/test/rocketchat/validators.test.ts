import {
  isChatGetMessageProps,
  isChatSendMessageProps,
  isDmCreateProps,
  isSettingsPublicWithPaginationProps,
  isUsersInfoParamsGetProps,
} from "@rocket.chat/rest-typings";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { connect } from "./connect.ts";
import { reply, type Received } from "./fake-rocket-chat.ts";

type Validator = (value: unknown) => boolean;

/** What Rocket.Chat 8.8's routes check requests with. */
const VALIDATORS: Record<Operation, Validator> = {
  "im.create": isDmCreateProps as Validator,
  "chat.sendMessage": isChatSendMessageProps as Validator,
  "chat.getMessage": isChatGetMessageProps as Validator,
  "users.info": isUsersInfoParamsGetProps as Validator,
  "settings.public": isSettingsPublicWithPaginationProps as Validator,
};

/** They coerce their argument in place: what had to be coerced was not right. */
function accepts(validator: Validator, value: unknown): boolean {
  const copy = structuredClone(value);
  const accepted = validator(copy);
  expect(copy).toEqual(value);
  return accepted;
}

function isAccepted({ operation, method, query, body }: Received): boolean {
  return accepts(VALIDATORS[operation], method === "GET" ? query : body);
}

const TEXTS = [
  "pushed 1 commit to [main](https://gitlab.example.com/g/p/-/tree/main)",
  "",
  "5",
  "null",
  '{"rid":"other"}',
  "line\nline\r\n\ttab \u0000 NUL",
  "\uD800 lone surrogate, \u{1F680}, \u202E right to left",
  "x".repeat(4_900),
  "<script>&amp;'\"\\",
];

const RECIPIENTS = ["jane", "J.Doe-1_x", "0", "true", "müller", "a&b=c#d?e+f", "jane@example.com", "ad:jane", "太郎"];

describe("Rocket.Chat's own validators", () => {
  test.each(TEXTS)("accept what is sent for the text %j", async (text) => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(500, ""));
    await rocket.deliver({ text });
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage", "chat.getMessage"]);
    expect(rocket.fake.received.filter((one) => !isAccepted(one))).toEqual([]);
  });

  test.each(RECIPIENTS)("accept what is sent for the recipient %j, and get it unchanged", async (recipient) => {
    await using rocket = await connect();
    const error = "You can't send messages because the room is readonly.";
    rocket.fake.on("chat.sendMessage", reply(400, { success: false, error }));
    await rocket.deliver({ recipient, messageId: "id with/odd?chars&" });
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage", "chat.getMessage", "users.info"]);
    expect(rocket.fake.received.filter((one) => !isAccepted(one))).toEqual([]);
    expect(rocket.fake.received[0]?.body).toEqual({ username: recipient });
    expect(rocket.fake.received[2]?.query).toEqual({ msgId: "id with/odd?chars&" });
    expect(rocket.fake.received[3]?.query).toEqual({ username: recipient });
  });

  test("accept the question for the longest message", async () => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 100;
    await rocket.deliver({ text: "x".repeat(101) });
    const asked = rocket.fake.received.find(({ operation }) => operation === "settings.public");
    expect(asked?.query).toEqual({ _id: "Message_MaxAllowedSize" });
    expect(rocket.fake.received.filter((one) => !isAccepted(one))).toEqual([]);
  });

  test.each<[Operation, unknown]>([
    ["im.create", {}],
    ["im.create", { username: "a", usernames: "b" }],
    ["im.create", { usernames: ["a", "b"] }],
    ["chat.sendMessage", { message: { rid: "r", msg: "x" }, other: 1 }],
    ["chat.sendMessage", { rid: "r", msg: "x" }],
    ["chat.sendMessage", { message: { rid: "r", msg: {} } }],
    ["chat.getMessage", {}],
    ["chat.getMessage", { msgId: "" }],
    ["users.info", { username: "a", userId: "b" }],
  ])("refuse wrong ones, so that the tests above mean something: %s %j", (operation, value) => {
    expect(VALIDATORS[operation](structuredClone(value))).toBe(false);
  });
});
