import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPush, gitlabPushes, PRIVATE_TITLE } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { BOT_TOKEN, startRocketChat } from "../support/start-rocket-chat.ts";
import { ADMIN_HEADERS, ADMIN_TOKEN, SECRET_TOKEN, startService, type Service } from "../support/start-service.ts";
import { FLAWLESS, judge } from "../../testing/judge.ts";
import { postPush } from "./post-pushes.ts";
import type { Rewrite } from "../../testing/rewrite-source.ts";

const RECIPIENTS = `rules: [{ notify: ["@alice", "@bob"] }]\n`;

/** The steps after the grace are bounded one by one: 5 s in all, so 25 s with the default grace of 20 s. */
const AFTER_GRACE_MS = 5_000;

async function start(more: Record<string, string> = {}, rewrites: readonly Rewrite[] = []) {
  const rocketChat = await startRocketChat(["alice", "bob"]);
  const env = { ...rocketChat.env, ...serviceFiles(RECIPIENTS), ...more };
  return { rocketChat, env, service: await startService({ env, rewrites }) };
}

async function statusOf(service: Service, path: string): Promise<number> {
  return (await fetch(`${service.baseUrl}${path}`)).status;
}

function logged(service: Service, event: string) {
  return service.logLines().filter((line) => line["event"] === event);
}

describe("SIGTERM", () => {
  test("withdraws readiness at once while the process lives and still accepts, then ends it with 0", async () => {
    const { rocketChat, service } = await start();
    service.kill("SIGTERM");
    await expect.poll(() => logged(service, "stopping")).toHaveLength(1);
    expect(await statusOf(service, "/readyz")).toBe(503);
    expect(await statusOf(service, "/livez")).toBe(200);
    const push = gitlabPush(1);
    expect((await postPush(service, push)).response.status).toBe(202);
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(judge(rocketChat.ledger, ["alice", "bob"], [push.sha])).toEqual(FLAWLESS);
  });

  test("lets a request that waits for its outcome be answered", async () => {
    const { rocketChat, service } = await start();
    rocketChat.faults.replace([{ kind: "slow", delayMs: 1_000 }]);
    const waiting = postPush(service, gitlabPush(1), { prefer: "wait=9" });
    await expect.poll(() => logged(service, "webhook")).toHaveLength(1);
    service.kill("SIGTERM");
    const { data, response } = await waiting;
    expect(response.status).toBe(200);
    expect(data).toMatchObject({ notifications: [{ state: "delivered" }, { state: "delivered" }] });
    const answered = performance.now();
    expect(await service.ended).toEqual({ code: 0, signal: null });
    // Its connection, kept alive, must not hold up the end until the server gives up on it after 9.5 s.
    expect(performance.now() - answered).toBeLessThan(6_000);
  });

  test("ends the process with 0 soon after its grace though Rocket.Chat hangs; pending messages are delivered later", async () => {
    const { rocketChat, env, service } = await start({ SHUTDOWN_GRACE_SECONDS: "3" });
    rocketChat.faults.replace([{ kind: "hang" }]);
    const pushes = gitlabPushes(5);
    for (const push of pushes) expect((await postPush(service, push)).response.status).toBe(202);
    // A connection that sends nothing must not hold it up either.
    const idle = connect(Number(new URL(service.baseUrl).port), "127.0.0.1").on("error", () => {});
    const begun = performance.now();
    service.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(3_000 + AFTER_GRACE_MS);
    idle.destroy();

    rocketChat.faults.replace([]);
    const again = await startService({ env });
    await awaitNothingPending(again);
    expect(
      judge(
        rocketChat.ledger,
        ["alice", "bob"],
        pushes.map(({ sha }) => sha),
      ),
    ).toEqual(FLAWLESS);
  });

  test("writes what waits for the journal, though the store is slow: the next process shows it", async () => {
    const slowWrite = "await new Promise((resolve) => setTimeout(resolve, 3_000));\n        await write(group, again);";
    const { env, service } = await start({}, [
      { file: "src/outbox/recorder.ts", from: "GATHER_MS = 500;", to: "GATHER_MS = 600_000;" },
      { file: "src/outbox/recorder.ts", from: "await write(group, again);", to: slowWrite },
    ]);
    const unheardOf = { ...gitlabPush(1), body: JSON.stringify({ object_kind: "unheard_of" }) };
    expect((await postPush(service, unheardOf)).data).toMatchObject({ status: "ignored" });
    service.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });

    const again = await startService({ env });
    const { data } = await again.client.GET("/webhooks", { headers: ADMIN_HEADERS });
    expect(data?.items).toMatchObject([{ id: unheardOf.key, outcome: "ignored", reason: "unsupported_event" }]);
  });
});

describe("a shutdown of which a step hangs", () => {
  test("is cut off after its grace and said, and the process ends with 1", async () => {
    const { service } = await start({ SHUTDOWN_GRACE_SECONDS: "1" }, [
      { file: "src/relay/relay.ts", from: "      return stopping;", to: "      return new Promise(() => {});" },
    ]);
    service.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(logged(service, "stop_forced")).toHaveLength(1);
  });
});

describe("the log", () => {
  test("has one line for each webhook and each attempt, joined by their ids, and neither secrets nor texts", async () => {
    const { rocketChat, service } = await start();
    rocketChat.faults.replace([{ kind: "server_error", operation: "chat.sendMessage", recipient: "bob", times: 1 }]);
    await postPush(service, gitlabPush(1));
    await postPush(service, gitlabPush(1));
    await postPush(service, { ...gitlabPush(2), body: "{" });
    await postPush(service, gitlabPush(3), { "x-gitlab-token": "a-wrong-token" });
    await awaitNothingPending(service);
    service.kill("SIGTERM");
    await service.ended;

    const [accepted, ...others] = logged(service, "webhook");
    expect(accepted).toMatchObject({ outcome: "accepted", webhookId: gitlabPush(1).key, status: 202 });
    expect(others.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["duplicate", 200],
      ["rejected", 400],
      ["rejected", 401],
    ]);
    const ids = accepted?.["notificationIds"] as number[];
    const attempts = logged(service, "delivery").map(({ notificationId, webhookId, recipient, outcome }) => ({
      notificationId,
      webhookId,
      recipient,
      outcome,
    }));
    const attempt = { webhookId: gitlabPush(1).key };
    expect(attempts).toHaveLength(3);
    expect(attempts).toEqual(
      expect.arrayContaining([
        { ...attempt, notificationId: ids[0], recipient: "alice", outcome: "delivered" },
        { ...attempt, notificationId: ids[1], recipient: "bob", outcome: "failed" },
        { ...attempt, notificationId: ids[1], recipient: "bob", outcome: "delivered" },
      ]),
    );
    const everything = service.output.stdout + service.output.stderr;
    const secrets = [SECRET_TOKEN, ADMIN_TOKEN, BOT_TOKEN, "a-wrong-token", PRIVATE_TITLE];
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  });
});
