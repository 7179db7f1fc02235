import { createServer, type AddressInfo } from "node:net";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gitlabPush } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { startSilentPeer } from "../support/start-silent-peer.ts";
import { postPush } from "./post-pushes.ts";
import { spawnService } from "../support/spawn-service.ts";
import { startService, WITHOUT_ROCKET_CHAT } from "../support/start-service.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function environment() {
  const file = join(temporaryDirectory(), "outbox.sqlite");
  return { env: { ...WITHOUT_ROCKET_CHAT, DATABASE_URL: `sqlite:${file}` }, file };
}

/** Runs to its end a service that cannot start; its exit code and all that it wrote. */
async function failToStart(env: Record<string, string>, args: string[] = []) {
  const service = spawnService({ env, args });
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

describe("what is loaded", () => {
  test("by a start is neither the HTTP client nor what people ask for, each of which costs as much as all of Hono", async () => {
    const { env } = environment();
    const preload = join(import.meta.dirname, "preload/tell-loaded.ts");
    const service = await startService({ env, nodeArgs: ["--import", preload] });
    const isLoaded = (module: string) => service.output.stderr.includes(module);
    const late = ["/node_modules/undici/", "/src/app-operators.ts", "/src/contract.ts", "/src/outbox/postgres/"];
    expect(late.filter(isLoaded)).toEqual([]);
    expect((await fetch(`${service.baseUrl}/openapi.json`)).status).toBe(200);
    await expect.poll(() => late.filter(isLoaded)).toEqual(["/src/app-operators.ts", "/src/contract.ts"]);
  });
});

describe("the command line", () => {
  test("--check says every mistake and ends with 2, or with 0 when there is none, and opens no store", async () => {
    const { env, file } = environment();
    const wrong = await failToStart({ ...env, PORT: "http", ROCKETCHAT_TOKEN: "x" }, ["--check"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/PORT: .*\n.*ROCKETCHAT_TOKEN: /);
    const right = await failToStart(env, ["--check"]);
    expect(right).toEqual({ code: 0, said: "The configuration has no mistakes.\n", stderr: "" });
    expect(existsSync(file)).toBe(false);
  });

  test("--version and --help need no configuration; what is neither is refused with the help", async () => {
    expect((await failToStart({}, ["--version"])).said).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await failToStart({}, ["--help"])).toMatchObject({ code: 0, said: expect.stringContaining("--check") });
    const wrong = await failToStart({}, ["--chekc"]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/--chekc.*--check/s) });
  });
});

test("webhook_app_info has the version that --version says, and the store", async () => {
  const { said } = await failToStart({}, ["--version"]);
  const service = await startService({ env: environment().env });
  expect(await service.metrics()).toContain(`webhook_app_info{version="${said.trim()}",store="sqlite"} 1\n`);
});

describe("HOST", () => {
  test("is where it listens, with both ports", async () => {
    const { env } = environment();
    const service = await startService({ env: { ...env, HOST: "127.0.0.2" } });
    const [port, metricsPort] = ["port", "metricsPort"].map((name) => Number(service.logLines()[0]?.[name]));
    const answers = (host: string, at: number | undefined, path: string) =>
      fetch(`http://${host}:${at}${path}`).then(
        ({ status }) => status,
        () => "refused",
      );
    expect(await answers("127.0.0.2", port, "/livez")).toBe(200);
    expect(await answers("127.0.0.2", metricsPort, "/metrics")).toBe(200);
    expect(await answers("127.0.0.1", port, "/livez")).toBe("refused");
    expect(await answers("127.0.0.1", metricsPort, "/metrics")).toBe("refused");
  });
});

describe("SIGTERM during the start", () => {
  test("ends it with 0 at once, though the database does not answer", async () => {
    const { port, connected } = await startSilentPeer();
    const { env } = environment();
    const service = spawnService({ env: { ...env, DATABASE_URL: `postgres://user@127.0.0.1:${port}/database` } });
    await connected;
    service.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });
  });
});

describe("an accepted webhook", () => {
  test("wakes the relay, which would look by itself every 2 s only", async () => {
    const rocketChat = await startRocketChat(["jane"]);
    const { RECIPIENTS_FILE: _, ...files } = serviceFiles("");
    const service = await startService({ env: { ...rocketChat.env, ...files, RECIPIENT: "jane" } });
    const statuses: number[] = [];
    for (let number = 0; number < 6; number++) {
      statuses.push((await postPush(service, gitlabPush(number), { prefer: "wait=1" })).response.status);
    }
    // Status 200 means delivered within a second. With polling alone only every other push would get it.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(4);
  });
});
