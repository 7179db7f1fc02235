import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig, type Config } from "../../src/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";
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

  test("without any token is rejected, naming the variables, unless explicitly allowed", () => {
    const without = { ...VALID, GITLAB_SECRET_TOKENS: "" };
    expect(mistakes(without)).toMatch(/GITLAB_SIGNING_TOKENS.*GITLAB_SECRET_TOKENS.*ALLOW_UNAUTHENTICATED/s);
    expect(loadConfig({ ...without, ALLOW_UNAUTHENTICATED: "true" }).allowUnauthenticated).toBe(true);
    expect(loadConfig({ ...without, GITLAB_SIGNING_TOKENS: SIGNING_TOKEN }).signingTokens).toEqual([SIGNING_TOKEN]);
  });

  test.each([
    ["sqlite:data/outbox.sqlite"],
    ["sqlite:/var/lib/webhook-app/outbox.sqlite"],
    ["sqlite:///var/lib/webhook-app/outbox.sqlite"],
    ["postgres://user:password@host:5432/database"],
    ["postgres://user:p%40ss%25@host/database?sslmode=verify-full"],
    ["postgres://user:password@/database?host=/run/postgresql"],
    ["postgresql://host/database"],
  ])("takes %s as DATABASE_URL", (url) => {
    expect(loadConfig({ ...VALID, DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test.each([
    ["sqlite: ", "has no file path"],
    ["sqlite://data/outbox.sqlite", "//"],
    ["sqlite::memory:", "in memory"],
    ["sqlite:data/", "directory"],
    ["postgres:host/database", "cannot be parsed"],
    ["postgres://user:secr#t@host/database", "cannot be parsed"],
    ["postgres://user:secr/t@host/database", "cannot be parsed"],
    ["postgres://user:secr%t@host/database", "cannot be parsed"],
    ["postgres://user:secret@host:port/database", "cannot be parsed"],
    ["postgres://user:secret@host", "has no database name"],
    ["postgres://user:secret@host/", "has no database name"],
    ["POSTGRES://host/database", "must be sqlite:<path> or postgres://"],
  ])("refuses %s as DATABASE_URL without showing it", (url, expected) => {
    const message = mistakes({ ...VALID, DATABASE_URL: url });
    expect(message).toMatch(/^ {2}DATABASE_URL: /m);
    expect(message).toContain(expected);
    expect(message).not.toContain("secr");
  });

  test("takes an interface to listen on, and has none by default", () => {
    expect(loadConfig(VALID).host).toBeUndefined();
    for (const host of ["127.0.0.1", "::1", "localhost"]) expect(loadConfig({ ...VALID, HOST: host }).host).toBe(host);
    expect(mistakes({ ...VALID, HOST: "http://localhost" })).toMatch(/^ {2}HOST: /m);
  });

  test.each([
    ["GITLAB_SECRET_TOKENS", ","],
    ["GITLAB_SECRET_TOKENS", " , "],
    ["GITLAB_SIGNING_TOKENS", "  "],
    ["ADMIN_TOKEN", " "],
    ["ADMIN_TOKEN", "two words"],
    ["ROCKETCHAT_AUTH_TOKEN", " "],
    ["ROCKETCHAT_USER_ID", "bot\nx"],
  ])("refuses a %s of %j", (variable, value) => {
    expect(mistakes({ ...VALID, [variable]: value })).toMatch(new RegExp(`^  ${variable}: `, "m"));
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

describe("a variable that is none of ours", () => {
  test.each([
    ["ROCKETCHAT_TOKEN", "ROCKETCHAT_AUTH_TOKEN"],
    ["ROCKET_CHAT_URL", "ROCKETCHAT_URL"],
    ["rocketchat_url", "ROCKETCHAT_URL"],
    ["GITLAB_SECRET_TOKEN", "GITLAB_SECRET_TOKENS"],
    ["GITLAB_SIGNING_TOKEN", "GITLAB_SIGNING_TOKENS"],
    ["GITLAB_SECRET_TOKEN_FILE", "GITLAB_SECRET_TOKENS_FILE"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["RECIPIENT_FILE", "RECIPIENTS_FILE"],
    ["RECIPIENTS", "RECIPIENT"],
    ["ADMIN_TOKENS", "ADMIN_TOKEN"],
    ["DEDUPE_WINDOW_SECOND", "DEDUPE_WINDOW_SECONDS"],
    ["LOGLEVEL", "LOG_LEVEL"],
  ])("but looks like one is a mistake: %s; suggests %s", (variable, meant) => {
    expect(mistakes({ ...VALID, [variable]: "value" })).toContain(`  ${variable}: `);
    expect(mistakes({ ...VALID, [variable]: "value" })).toContain(`Did you mean ${meant}?`);
  });

  test("and looks like another program's is ignored, and so is what Kubernetes adds for its Services", () => {
    const others = {
      HOME: "/root",
      HOSTNAME: "webhook-app-0",
      PATH: "/usr/bin",
      PWD: "/app",
      NODE_ENV: "production",
      NODE_VERSION: "24.21.0",
      NODE_COMPILE_CACHE: "/compile-cache",
      PGPASSWORD: "secret",
      http_proxy: "http://proxy:3128",
      NO_PROXY: "localhost",
      ALL_PROXY: "http://proxy:3128",
      GITLAB_TOKEN: "glpat-x",
      DATABASE_HOST: "db",
      POSTGRESQL_PORT: "tcp://10.96.0.1:5432",
      WEBHOOK_APP_PORT: "tcp://10.96.0.1:8080",
      WEBHOOK_APP_SERVICE_PORT_HTTP: "8080",
      METRIC_PORT: "tcp://10.96.0.1:9464",
      ROCKET_CHAT_PORT: "tcp://10.96.0.1:3000",
      ROCKET_CHAT_PORT_3000_TCP: "tcp://10.96.0.1:3000",
      ROCKET_CHAT_PORT_3000_TCP_ADDR: "10.96.0.1",
      ROCKETCHAT_SERVICE_HOST: "10.96.0.1",
      ROCKETCHAT_SERVICE_PORT: "3000",
    };
    expect(() => loadConfig({ ...VALID, ...others })).not.toThrow();
  });

  test("and is empty is none at all", () => {
    expect(() => loadConfig({ ...VALID, ROCKETCHAT_TOKEN: "" })).not.toThrow();
  });
});

describe("a secret's file", () => {
  function file(content: string): string {
    const path = join(temporaryDirectory(), "secret");
    writeFileSync(path, content);
    return path;
  }

  test.each([
    ["ROCKETCHAT_AUTH_TOKEN", "from-file", (config: Config) => config.rocketChat.authToken],
    ["ROCKETCHAT_USER_ID", "from-file", (config: Config) => config.rocketChat.userId],
    ["ADMIN_TOKEN", "from-file", (config: Config) => config.adminToken],
    ["DATABASE_URL", "sqlite:from-file", (config: Config) => config.databaseUrl],
  ])("holds %s, with or without a newline at its end", (variable, value, read) => {
    for (const end of ["", "\n", "\r\n"]) {
      const env = { ...VALID, [variable]: "", [`${variable}_FILE`]: file(value + end) };
      expect(read(loadConfig(env))).toBe(value);
    }
  });

  test("has an unchanged token on each line", () => {
    const env = { ...VALID, GITLAB_SECRET_TOKENS: "", GITLAB_SECRET_TOKENS_FILE: file("with,comma\n\n spaced \n") };
    expect(loadConfig(env).secretTokens).toEqual(["with,comma", " spaced "]);
    const signing = { ...VALID, GITLAB_SIGNING_TOKENS_FILE: file(`${SIGNING_TOKEN}\n${SIGNING_TOKEN}\n`) };
    expect(loadConfig(signing).signingTokens).toEqual([SIGNING_TOKEN, SIGNING_TOKEN]);
  });

  test("is as good as the variable: a file of tokens authenticates", () => {
    expect(mistakes({ ...VALID, GITLAB_SECRET_TOKENS: "" })).toContain("neither is set");
    const env = { ...VALID, GITLAB_SECRET_TOKENS: "", GITLAB_SECRET_TOKENS_FILE: "/nowhere" };
    expect(mistakes(env)).not.toContain("neither is set");
  });

  test("that is missing, empty, or given beside the variable is one mistake, which names it", () => {
    const message = mistakes({
      ...VALID,
      ADMIN_TOKEN_FILE: "/nowhere/admin",
      ROCKETCHAT_AUTH_TOKEN: "",
      ROCKETCHAT_AUTH_TOKEN_FILE: file("\n"),
      ROCKETCHAT_USER_ID_FILE: file("bot"),
    });
    expect(message).toContain("3 mistake(s)");
    expect(message).toMatch(/^ {2}ADMIN_TOKEN_FILE: .*\/nowhere\/admin/m);
    expect(message).toMatch(/^ {2}ROCKETCHAT_AUTH_TOKEN_FILE: .* is empty/m);
    expect(message).toMatch(/^ {2}ROCKETCHAT_USER_ID, ROCKETCHAT_USER_ID_FILE: both are set/m);
  });

  test("with a bad value is named instead of the variable, and the value is not shown", () => {
    const message = mistakes({ ...VALID, DATABASE_URL_FILE: file("mysql://user:secret@host/db\n") });
    expect(message).toMatch(/^ {2}DATABASE_URL_FILE: must be sqlite/m);
    expect(message).not.toContain("secret@");
  });
});
