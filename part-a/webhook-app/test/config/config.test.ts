import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const VALID = {
  GITLAB_SECRET_TOKENS: "one,two",
  ROCKETCHAT_URL: "https://chat.example.com/prefix",
  ROCKETCHAT_USER_ID: "bot",
  ROCKETCHAT_AUTH_TOKEN: "token",
  RECIPIENT: "jane",
};

const SIGNING_TOKEN = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** The lines of the error that a configuration gives. */
function mistakes(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("The configuration was taken.");
}

describe("a configuration", () => {
  test("has the documented defaults", () => {
    expect(loadConfig(VALID)).toMatchObject({
      port: 8080,
      metricsPort: 9464,
      databaseUrl: "sqlite:data/outbox.sqlite",
      secretTokens: ["one", "two"],
      signingTokens: [],
      allowUnauthenticated: false,
      deliveryConcurrency: 16,
      maxBodyBytes: 26_214_400,
      dedupeWindowMs: 3_600_000,
      retentionMs: 14 * 86_400_000,
      maxAgeMs: 168 * 3_600_000,
      logLevel: "info",
      shutdownGraceMs: 20_000,
    });
  });

  test("lists every mistake at once, each with its variable", () => {
    const message = mistakes({
      PORT: "99999",
      METRICS_PORT: "9464x",
      DATABASE_URL: "mysql://host/db",
      GITLAB_SIGNING_TOKENS: "whsec_short",
      ROCKETCHAT_URL: "ftp://chat",
      ROCKETCHAT_USER_ID: "bot",
      RECIPIENT: "@jane",
      DELIVERY_CONCURRENCY: "0",
      LOG_LEVEL: "loud",
      ALLOW_UNAUTHENTICATED: "yes",
    });
    const wrong = [
      "PORT",
      "METRICS_PORT",
      "DATABASE_URL",
      "GITLAB_SIGNING_TOKENS",
      "ROCKETCHAT_URL",
      "ROCKETCHAT_AUTH_TOKEN",
      "RECIPIENT",
      "DELIVERY_CONCURRENCY",
      "LOG_LEVEL",
      "ALLOW_UNAUTHENTICATED",
    ];
    for (const variable of wrong) expect(message).toMatch(new RegExp(`^  ${variable}: `, "m"));
    expect(message).not.toContain("ROCKETCHAT_USER_ID");
    expect(message).toContain(`${wrong.length} mistake(s)`);
  });

  test("does not show a secret in its errors", () => {
    expect(mistakes({ ...VALID, GITLAB_SIGNING_TOKENS: "whsec_topsecret", PORT: "x" })).not.toContain("topsecret");
  });

  test("without any token is refused, naming the variables, unless that is asked for", () => {
    const without = { ...VALID, GITLAB_SECRET_TOKENS: "" };
    expect(mistakes(without)).toMatch(/GITLAB_SIGNING_TOKENS.*GITLAB_SECRET_TOKENS.*ALLOW_UNAUTHENTICATED/s);
    expect(loadConfig({ ...without, ALLOW_UNAUTHENTICATED: "true" }).allowUnauthenticated).toBe(true);
    expect(loadConfig({ ...without, GITLAB_SIGNING_TOKENS: SIGNING_TOKEN }).signingTokens).toEqual([SIGNING_TOKEN]);
  });

  test.each([
    ["sqlite:data/outbox.sqlite"],
    ["sqlite:/var/lib/webhook-app/outbox.sqlite"],
    ["postgres://user:password@host:5432/database"],
    ["postgresql://host/database"],
  ])("takes %s as DATABASE_URL", (url) => {
    expect(loadConfig({ ...VALID, DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test("needs exactly one of RECIPIENTS_FILE and RECIPIENT", () => {
    expect(mistakes({ ...VALID, RECIPIENT: undefined })).toMatch(/RECIPIENTS_FILE, RECIPIENT/);
    expect(mistakes({ ...VALID, RECIPIENTS_FILE: "recipients.yaml" })).toMatch(/exactly one/);
  });

  test("names line and key of each mistake in the recipients file, beside its own mistakes", () => {
    const file = join(temporaryDirectory(), "recipients.yaml");
    writeFileSync(file, "rules:\n  - notify: [pusher]\n    event: [push]\npeople:\n  j.doe: 'not a name'\n");
    const message = mistakes({ ...VALID, RECIPIENT: undefined, RECIPIENTS_FILE: file, PORT: "x" });
    expect(message).toMatch(/^ {2}PORT: /m);
    expect(message).toMatch(/recipients\.yaml:3: .*event/);
    expect(message).toMatch(/recipients\.yaml:5: .*j\.doe/);
  });

  test("says which recipients file cannot be read", () => {
    expect(mistakes({ ...VALID, RECIPIENT: undefined, RECIPIENTS_FILE: "/nowhere/recipients.yaml" })).toMatch(
      /RECIPIENTS_FILE: .*\/nowhere\/recipients\.yaml/,
    );
  });
});
