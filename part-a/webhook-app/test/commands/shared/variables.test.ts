import { expect, test } from "vitest";
import { readVariables, WEBHOOK_URL, type Variables } from "../../../commands/shared/variables.ts";
import { ConfigError } from "../../../src/config/config-error.ts";

const read =
  <Settings>(env: Record<string, string>, settings: (variables: Variables) => Settings) =>
  () =>
    readVariables(env, settings);

test("names every mistake at once, with what is expected and without the value", () => {
  const attempt = read({ TOKEN: "a secret", SECONDS: "-1", URL: "chat.example" }, (variables) => {
    variables.required("NAME", "the bot's name");
    variables.required("TOKEN", "a token without blanks", /^\S+$/);
    variables.optional("URL", "a URL", WEBHOOK_URL);
    variables.seconds("SECONDS", 1);
    variables.refuse("ONE, OTHER: neither is set");
  });
  const mistakes = [
    "NAME: is missing: the bot's name",
    "TOKEN: must be a token without blanks",
    "URL: must be a URL",
    "SECONDS: must be whole seconds",
    "ONE, OTHER: neither is set",
  ];
  expect(attempt).toThrow(new ConfigError(mistakes));
});

test("an empty variable counts as unset", () => {
  const env = { NAME: "", SECONDS: "" };
  expect(read(env, ({ required }) => required("NAME", "a name"))).toThrow("NAME: is missing: a name");
  expect(read(env, ({ optional, seconds }) => [optional("NAME"), seconds("SECONDS", 20)])()).toEqual([
    undefined,
    20_000,
  ]);
});

test("a base URL loses its trailing slashes", () => {
  const env = { URL: "https://chat.example.com/sub/" };
  expect(read(env, ({ baseUrl }) => baseUrl("URL", "a URL"))()).toBe("https://chat.example.com/sub");
});

test.each(["http://host", "http://", "host/path", "http://user:password@host/path", "http://host/a path"])(
  "%s is no URL to post webhooks to",
  (url) => expect(url).not.toMatch(WEBHOOK_URL),
);
