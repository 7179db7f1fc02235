import { cpSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../sandbox/workspace.ts";
import { runCommand } from "../../support/run-command.ts";
import { SECRET_TOKEN } from "../../support/start-service.ts";
import { startRocketChat } from "../../support/start-rocket-chat.ts";
import { temporaryDirectory } from "../../support/temporary-directory.ts";
import { deployed, SIGNING_TOKEN } from "./deployed.ts";

const run = (env: Record<string, string>) => runCommand("commands/canary/main.ts", env);

/** What a clone has without `npm ci`, limited to what commands may read. */
function bareClone(): string {
  const clone = temporaryDirectory();
  for (const path of ["commands", "src", "package.json"]) cpSync(path, join(clone, path), { recursive: true });
  return clone;
}

/** A service whose status for the n-th post is `statusOf(n)`, and whose message stays pending. */
async function startFakeService(statusOf: (post: number) => string) {
  let posts = 0;
  const notifications = [{ id: "1", recipient: "gitlab-bot", state: "pending", reason: null }];
  const server = createHttpServer((request, response) => {
    request.resume();
    posts += 1;
    response.end(JSON.stringify({ status: statusOf(posts), notifications }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { env } = await startRocketChat([]);
  const WEBHOOK_URL = `http://127.0.0.1:${port}/webhooks/gitlab`;
  return { posts: () => posts, env: { ...env, WEBHOOK_URL, GITLAB_SIGNING_TOKEN: SIGNING_TOKEN } };
}

describe("the canary succeeds", () => {
  test("from a clone without node_modules; only the bot itself gets a message, one", async () => {
    const { env, rocketChat } = await deployed();
    const { code, stdout, stderr } = await runCommand("commands/canary/main.ts", env, bareClone());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, sha] = /^canary: gitlab-bot got one message about ([0-9a-f]{40}), after [0-9.]+ s\.\n$/.exec(stdout) ?? [];
    const told = rocketChat.ledger.messages();
    expect(told.map(({ recipient }) => recipient)).toEqual(["gitlab-bot"]);
    expect(told[0]?.msg).toContain(sha);
  });

  test("with the plain secret token too, and each run sends its own message", async () => {
    const { env, rocketChat } = await deployed();
    const { GITLAB_SIGNING_TOKEN: _, ...rest } = env;
    expect((await run({ ...rest, GITLAB_SECRET_TOKEN: SECRET_TOKEN })).code).toBe(0);
    expect((await run({ ...rest, GITLAB_SECRET_TOKEN: `${SECRET_TOKEN}, another` })).code).toBe(0);
    expect(rocketChat.ledger.messages()).toHaveLength(2);
  });
});

describe("the canary fails with one line that says what failed and where to look", () => {
  test("when the token is not the service's", async () => {
    const { env } = await deployed();
    const foreign = `whsec_${Buffer.alloc(32, "another").toString("base64")}`;
    const { code, stderr } = await run({ ...env, GITLAB_SIGNING_TOKEN: foreign });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: .*answered 401: .* GITLAB_SIGNING_TOKENS.*\n$/);
    expect(stderr).not.toContain("whsec_");
  });

  test("when the recipients file maps the canary to nobody", async () => {
    const { env } = await deployed({ recipients: "rules:\n  - notify: [pusher]\npeople: {}\n" });
    const { code, stderr } = await run(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: The push was ignored \(no_recipient\): .*`canary` in people with.*\n$/);
  });

  test("when the message is given up", async () => {
    const { env } = await deployed({
      recipients: 'rules:\n  - notify: [pusher]\npeople: { canary: "nobody.here" }\n',
    });
    const { code, stderr } = await run(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: The message to nobody\.here was given up: unknown_user\. .*log.*\n$/);
  });

  test("when the service reports a delivery that this Rocket.Chat does not have", async () => {
    const { env } = await deployed();
    const other = await startRocketChat([]);
    const { code, stderr } = await run({ ...env, ...other.env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Rocket\.Chat has 0 messages about.*same workspace/);
  });

  test("when Rocket.Chat shows the message twice", async () => {
    const { env, rocketChat } = await deployed();
    rocketChat.workspace.watch((entry) => {
      const doubled = rocketChat.ledger.messages().length > 1;
      if (entry.kind !== "message" || doubled) return;
      const { rid, msg, ts, senderId } = entry.message;
      rocketChat.workspace.store({ id: newId(), msg, ts, senderId, room: rocketChat.workspace.room(rid)! });
    });
    const { code, stderr } = await run(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Rocket\.Chat has 2 messages about.*log for this SHA/);
  });

  test("when the message waits longer than a minute", async () => {
    const service = await startFakeService((post) => (post === 1 ? "accepted" : "duplicate"));
    const { code, stderr } = await run(service.env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: .*still waiting.*relay_paused.*\n$/);
    // The first post and six repeats of 9 s each.
    expect(service.posts()).toBe(7);
  });

  test("when the service does not recognise a repeated delivery", async () => {
    const { env } = await startFakeService(() => "accepted");
    const { code, stderr } = await run(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: The service answered "accepted" to a repeated delivery.*DATABASE_URL\.\n$/);
  });

  test("when nothing listens at the URL", async () => {
    const closed = createServer().listen(0);
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const { env } = await startRocketChat([]);
    const url = `http://127.0.0.1:${port}/webhooks/gitlab`;
    const { code, stderr } = await run({ ...env, WEBHOOK_URL: url, GITLAB_SIGNING_TOKEN: SIGNING_TOKEN });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^canary FAILED: .*does not answer: .*ECONNREFUSED.*NetworkPolicies\.\n$/);
  });
});

test("a wrong configuration exits with 2, lists every mistake and shows no value", async () => {
  const { code, stderr } = await run({ WEBHOOK_URL: "webhook-app.example", ROCKETCHAT_AUTH_TOKEN: "a-secret" });
  expect(code).toBe(2);
  const named = ["WEBHOOK_URL", "GITLAB_SIGNING_TOKEN", "GITLAB_SECRET_TOKEN", "ROCKETCHAT_URL", "ROCKETCHAT_USER_ID"];
  expect(named.filter((name) => !stderr.includes(name))).toEqual([]);
  expect(stderr).not.toMatch(/a-secret|^\s+at /m);
});

test("a malformed signing token is a configuration error, and is not shown", async () => {
  const { code, stderr } = await run({ WEBHOOK_URL: "http://127.0.0.1:9/hook", GITLAB_SIGNING_TOKEN: "whsec_short" });
  expect(code).toBe(2);
  expect(stderr).toMatch(/GITLAB_SIGNING_TOKEN: must be whsec_ followed by/);
  expect(stderr).not.toContain("whsec_short");
});
