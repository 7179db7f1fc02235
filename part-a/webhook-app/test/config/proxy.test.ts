import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";

const VALID = {
  GITLAB_SECRET_TOKENS: "one",
  ROCKETCHAT_URL: "https://chat.example.com",
  ROCKETCHAT_USER_ID: "bot",
  ROCKETCHAT_AUTH_TOKEN: "token",
  RECIPIENT: "jane",
};

describe("proxies", () => {
  test("are none without variables, or if these are empty", () => {
    const env = { ...VALID, HTTP_PROXY: "", https_proxy: "" };
    expect(loadConfig(env).rocketChat.proxy).toEqual({ http: "", https: "", no: "" });
  });

  test("are read in capital and small letters; the small ones count", () => {
    const env = {
      HTTP_PROXY: "http://one:1",
      HTTPS_PROXY: "http://two:2",
      https_proxy: "http://three:3",
      NO_PROXY: "a,.b",
    };
    expect(loadConfig({ ...VALID, ...env }).rocketChat.proxy).toEqual({
      http: "http://one:1",
      https: "http://three:3",
      no: "a,.b",
    });
  });

  test.each(["socks5://svc:hidden@proxy:1080", "svc:hidden@proxy:3128", "http://"])(
    "must be http URLs, and %s is not repeated",
    (HTTPS_PROXY) => {
      const load = () => loadConfig({ ...VALID, HTTPS_PROXY });
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(/HTTPS_PROXY: must be an http:\/\/ or https:\/\/ URL/);
      expect(load).not.toThrow(/hidden/);
    },
  );
});

describe("RECIPIENT", () => {
  test.each(["jane", "J.Doe-1_x", "jane@example.com", "ad:jane", "müller", "太郎", "o'neil"])(
    "may be %s",
    (RECIPIENT) => {
      expect(() => loadConfig({ ...VALID, RECIPIENT })).not.toThrow();
    },
  );

  test.each(["@jane", "jane doe", "a/b", "a\u0007b", "a\u00a0b"])("may not be %j", (RECIPIENT) => {
    expect(() => loadConfig({ ...VALID, RECIPIENT })).toThrow(/RECIPIENT: must be one Rocket.Chat username/);
  });
});
