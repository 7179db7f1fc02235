import { createServer, type AddressInfo } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { spawnService } from "../support/spawn-service.ts";
import { startService, SECRET_TOKEN } from "../support/start-service.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function environment() {
  const file = join(temporaryDirectory(), "outbox.sqlite");
  const env = {
    PORT: "0",
    METRICS_PORT: "0",
    GITLAB_SECRET_TOKENS: SECRET_TOKEN,
    ROCKETCHAT_URL: "http://127.0.0.1:9",
    ROCKETCHAT_USER_ID: "bot",
    ROCKETCHAT_AUTH_TOKEN: "token",
    DATABASE_URL: `sqlite:${file}`,
    RECIPIENT: "jane",
  };
  return { env, file };
}

/** Runs to its end a service that cannot start; its exit code and all that it wrote. */
async function failToStart(env: Record<string, string>) {
  const service = spawnService({ env });
  const { code } = await service.ended;
  return { code, said: service.output.stderr + service.output.stdout, stderr: service.output.stderr };
}

describe("starting", () => {
  test("a second process on the same file is refused, naming the file; the first goes on", async () => {
    const { env, file } = environment();
    const first = await startService({ env });
    const { code, said } = await failToStart(env);
    expect(code).toBe(1);
    expect(said).toContain(`${file} is in use by another process`);
    expect((await fetch(`${first.baseUrl}/readyz`)).status).toBe(200);
  });

  test("with a configuration full of mistakes ends with 2 and lists all of them on stderr", async () => {
    const { code, stderr } = await failToStart({
      PORT: "http",
      DATABASE_URL: "mysql://x",
      ROCKETCHAT_URL: "chat.example.com",
    });
    expect(code).toBe(2);
    const variables = [
      "PORT",
      "DATABASE_URL",
      "ROCKETCHAT_URL",
      "ROCKETCHAT_USER_ID",
      "ROCKETCHAT_AUTH_TOKEN",
      "GITLAB_SIGNING_TOKENS",
      "GITLAB_SECRET_TOKENS",
      "RECIPIENTS_FILE",
      "RECIPIENT",
    ];
    expect(variables.filter((variable) => !stderr.includes(variable))).toEqual([]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("with mistakes in the recipients file ends with 2 and names each one's line and key", async () => {
    const { env } = environment();
    const file = join(temporaryDirectory(), "recipients.yaml");
    writeFileSync(file, `rules:\n  - notify: [everybody]\n    event: [push]\npeople:\n  j.doe: "@jane"\n`);
    const { code, stderr } = await failToStart({ ...env, RECIPIENT: "", RECIPIENTS_FILE: file });
    expect(code).toBe(2);
    expect(stderr).toMatch(/recipients\.yaml:2: .*notify/);
    expect(stderr).toMatch(/recipients\.yaml:3: .*event/);
    expect(stderr).toMatch(/recipients\.yaml:5: .*j\.doe/);
  });

  test("on a taken port ends with an error that names the port", async () => {
    const { env } = environment();
    const other = createServer().listen(0);
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, said } = await failToStart({ ...env, PORT: String(port) });
    expect(code).not.toBe(0);
    expect(said).toContain("EADDRINUSE");
    expect(said).toContain(String(port));
  });

  test("with a path for the outbox that cannot be one ends with an error that names it", async () => {
    const { env, file } = environment();
    mkdirSync(file);
    const { code, said } = await failToStart(env);
    expect(code).toBe(1);
    expect(said).toContain(file);
  });
});
