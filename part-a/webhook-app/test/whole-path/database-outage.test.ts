import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPushes, type Push } from "../../testing/gitlab-push.ts";
import { startPostgres } from "../../testing/start-postgres.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { startService, type Service } from "../support/start-service.ts";
import { startTcpProxy } from "../support/start-tcp-proxy.ts";
import { FLAWLESS, judge } from "../../testing/judge.ts";
import { postPush } from "./post-pushes.ts";

/** Two replicas on one database, and a Rocket.Chat. */
async function startReplicas(databaseUrl: string) {
  const chat = await startRocketChat(["jane"]);
  const env = { ...chat.env, DATABASE_URL: databaseUrl, RECIPIENT: "jane" };
  const replicas = [await startService({ env }), await startService({ env })] as const;
  return { chat, replicas };
}

async function startDatabase() {
  const postgres = await startPostgres();
  onTestFinished(postgres.stop);
  return postgres;
}

/** Posts pushes one after the other, each again until it is acknowledged; returns the refusals' Retry-After. */
async function insist(service: Service, pushes: readonly Push[], acknowledged: string[]): Promise<(string | null)[]> {
  const refusals: (string | null)[] = [];
  for (const push of pushes) {
    let status = 0;
    while (status !== 200 && status !== 202) {
      const { response } = await postPush(service, push);
      status = response.status;
      if (status === 503) refusals.push(response.headers.get("retry-after"));
      else if (status >= 300) throw new Error(`${push.key} was answered ${status}.`);
    }
    acknowledged.push(push.sha);
  }
  return refusals;
}

/**
 * Posts pushes until one is rejected with 503: a killed server's backends may still commit for a moment.
 *
 * @returns the rejected one and those after it, and its Retry-After
 */
async function postUntilRefused(service: Service, pushes: readonly Push[], acknowledged: string[]) {
  for (const [index, push] of pushes.entries()) {
    const { response } = await postPush(service, push);
    if (response.status === 503) return { rest: pushes.slice(index), retryAfter: response.headers.get("retry-after") };
    acknowledged.push(push.sha);
  }
  throw new Error("No push was refused.");
}

/** Posts pushes to one replica after the other, 50 each second, and hands each answer's status on. */
async function postAtFiftyPerSecond(
  replicas: readonly Service[],
  pushes: readonly Push[],
  onPost: (count: number) => void,
): Promise<number[]> {
  const posted: Promise<number>[] = [];
  for (const [index, push] of pushes.entries()) {
    const replica = replicas[index % replicas.length] as Service;
    posted.push(postPush(replica, push).then(({ response }) => response.status));
    onPost(index + 1);
    await delay(20);
  }
  return Promise.all(posted);
}

describe("two replicas on PostgreSQL", () => {
  test.each(["cut", "silent"] as const)(
    "refuse nothing while the database is away (%s) for 3 s at 50 pushes per second, and lose and double nothing",
    async (trouble) => {
      const postgres = await startDatabase();
      const proxy = await startTcpProxy(Number(new URL(postgres.url).port));
      const { chat, replicas } = await startReplicas(proxy.through(postgres.url));
      const pushes = gitlabPushes(200);
      const statuses = await postAtFiftyPerSecond(replicas, pushes, (count) => {
        if (count !== 20) return;
        proxy.befall(trouble);
        setTimeout(() => proxy.befall(undefined), 3_000);
      });
      expect(statuses).toEqual(pushes.map(() => 202));
      await awaitNothingPending(replicas[1], 30_000);
      const verdict = judge(
        chat.ledger,
        ["jane"],
        pushes.map(({ sha }) => sha),
      );
      // Posted at once to two, so in no order.
      expect({ ...verdict, outOfOrder: [] }).toEqual(FLAWLESS);
    },
  );

  test("refuse with 503 while the database is killed and started again, and lose and double nothing", async () => {
    const postgres = await startDatabase();
    const { chat, replicas } = await startReplicas(postgres.url);
    const acknowledged: string[] = [];
    await insist(replicas[0], gitlabPushes(5), acknowledged);

    postgres.kill();
    const { rest, retryAfter } = await postUntilRefused(replicas[0], gitlabPushes(200, 6), acknowledged);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect((await fetch(`${replicas[0].baseUrl}/readyz`)).status).toBe(200);

    const insisting = insist(replicas[0], rest.slice(0, 10), acknowledged);
    await postgres.start();
    expect((await insisting).every((retryAfter) => Number(retryAfter) > 0)).toBe(true);

    await awaitNothingPending(replicas[1], 30_000);
    expect(judge(chat.ledger, ["jane"], acknowledged)).toEqual(FLAWLESS);
  });

  test("have a leader again within 20 s of a time in which every session was read-only", async () => {
    const { url } = await startDatabase();
    const admin = new Client({ connectionString: url });
    await admin.connect();
    onTestFinished(() => admin.end());
    const { chat, replicas } = await startReplicas(url);
    const leaders = async () => (await Promise.all(replicas.map(isLeader))).filter(Boolean).length;
    await expect.poll(leaders, { timeout: 15_000 }).toBe(1);

    await admin.query("ALTER DATABASE postgres SET default_transaction_read_only = on");
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'webhook-app'");
    await expect.poll(leaders, { timeout: 15_000 }).toBe(0);
    await admin.query("ALTER DATABASE postgres RESET default_transaction_read_only");
    await expect.poll(leaders, { timeout: 20_000 }).toBe(1);

    const acknowledged: string[] = [];
    await insist(replicas[0], gitlabPushes(3), acknowledged);
    await awaitNothingPending(replicas[0]);
    expect(judge(chat.ledger, ["jane"], acknowledged)).toEqual(FLAWLESS);
  });

  test("one sends, and the other takes over when it is killed", async () => {
    const { chat, replicas } = await startReplicas((await startDatabase()).url);
    const leaders = () => Promise.all(replicas.map(isLeader));
    await expect.poll(async () => (await leaders()).filter(Boolean).length, { timeout: 15_000 }).toBe(1);
    const [firstLeads] = await leaders();
    const [leader, other] = firstLeads ? replicas : [replicas[1], replicas[0]];
    const acknowledged: string[] = [];
    await insist(other, gitlabPushes(3), acknowledged);
    leader.kill("SIGKILL");
    await insist(other, gitlabPushes(3, 4), acknowledged);
    await expect.poll(() => isLeader(other), { timeout: 20_000 }).toBe(true);
    await awaitNothingPending(other);
    expect(judge(chat.ledger, ["jane"], acknowledged)).toEqual(FLAWLESS);
  });
});

async function isLeader({ metrics }: Service): Promise<boolean> {
  return /^relay_leader 1$/m.test(await metrics().catch(() => ""));
}
