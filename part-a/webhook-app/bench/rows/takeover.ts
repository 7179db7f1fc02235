import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_MS } from "../../src/outbox/outbox.ts";
import { atMost, type Figure, type Row } from "../figure.ts";
import { until } from "../../testing/until.ts";
import { HOOK_HEADERS, SHA_PLACE, USER_PLACE } from "../load/placeholders.ts";
import { median } from "../median.ts";
import { startChat, type Chat } from "../processes/chat.ts";
import { startService, type RunningService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

/** The lease is renewed and tried for every few seconds, so the moment of the kill matters: hence more rounds. */
const ROUNDS_FACTOR = 2;

async function post(bench: Workbench, { url }: RunningService): Promise<void> {
  const body = readFileSync(bench.bodyFile, "utf8").replaceAll(SHA_PLACE, "1".repeat(40));
  const headers = { ...HOOK_HEADERS, "idempotency-key": "takeover" };
  const answer = await fetch(url, { method: "POST", headers, body: body.replace(USER_PLACE, "bench-000") });
  if (answer.status !== 202) throw new Error(`The replica that is left answered ${answer.status}.`);
}

/** Seconds from the leader's `kill -9` to the first message from the other replica. */
async function takeoverSeconds(bench: Workbench, chat: Chat): Promise<number> {
  const databaseUrl = await bench.newStore("PostgreSQL");
  await using leader = await startService(bench, databaseUrl, chat.origin);
  await until("the first replica leads", async () => (await leader.metric("relay_leader")) === 1, { everyMs: 50 });
  await using heir = await startService(bench, databaseUrl, chat.origin);
  await chat.reset();
  await sleep(Math.random() * 3_000);
  const killedAt = Date.now();
  await leader.kill("SIGKILL");
  await post(bench, heir);
  return ((await chat.sentAll(1)).lastAt - killedAt) / 1000;
}

export const takeoverRow: Row = {
  name: "takeover",
  async measure(bench): Promise<Figure[]> {
    await using chat = await startChat(bench);
    const seconds: number[] = [];
    for (let round = 0; round < bench.effort.rounds * ROUNDS_FACTOR; round++) {
      seconds.push(await takeoverSeconds(bench, chat));
    }
    const all = seconds.map((value) => value.toFixed(1)).join(", ");
    const what = "from kill -9 of the relay holder to the first message of another";
    // The lease has to expire; it is tried for once a second; then the message is sent.
    return [atMost(what, median(seconds), LEASE_MS / 1000 + 2, `${all} s`, " s")];
  },
};
