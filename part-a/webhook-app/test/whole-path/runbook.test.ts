import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import type { DeliveryReason } from "../../src/reasons.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { startTroubledChat, type TroubledChat } from "./chat-under-trouble.ts";
import { FLAWLESS, judge } from "../../testing/judge.ts";

/** Each test does what part-b/runbook.md and the `todo` of the log say for a reason, and sees the message arrive. */

type Change = (chat: TroubledChat) => void | Promise<void>;

const forEve =
  (kind: FaultKind): Change =>
  ({ rocketChat }) =>
    rocketChat.faults.replace([{ kind, recipient: "eve" }]);

const faultsOver: Change = ({ rocketChat }) => rocketChat.faults.replace([]);

const setActive =
  (active: boolean): Change =>
  ({ rocketChat: { workspace } }) =>
    workspace.record({ kind: "active", userId: workspace.people.byUsername("eve")?.id ?? "", active });

const setRoles =
  (...roles: string[]): Change =>
  ({ rocketChat: { workspace, env } }) => {
    const bot = workspace.people.byId(env.ROCKETCHAT_USER_ID);
    if (bot) workspace.record({ kind: "person", person: { ...bot, roles } });
  };

/** The log names the reason and says what to do about it. */
async function expectTodo(chat: TroubledChat, reason: DeliveryReason): Promise<void> {
  const line = { event: "delivery", reason, detail: expect.any(String), todo: expect.stringMatching(/^[A-Z].*\.$/) };
  await expect.poll(chat.logLines).toContainEqual(expect.objectContaining(line));
}

describe("buried messages are delivered after the remedy and a retry", () => {
  test.each<[DeliveryReason, Change, Change]>([
    ["deactivated_user", setActive(false), setActive(true)],
    ["blocked_user", forEve("blocked"), faultsOver],
    ["app_prevented", forEve("app_prevents"), faultsOver],
    ["message_rejected", forEve("success_false"), faultsOver],
  ])("%s", async (reason, breakIt, mendIt) => {
    const chat = await startTroubledChat();
    await chat.push(1, "eve");
    await chat.settled();
    await breakIt(chat);
    await chat.push(1, "eve");
    await chat.settled();
    expect((await chat.notifications("eve"))[0]).toMatchObject({ state: "buried", reason });
    await expectTodo(chat, reason);
    await mendIt(chat);
    await chat.retry("eve");
    await chat.settled();
    expect(chat.verdict("eve")).toEqual(FLAWLESS);
    expect((await chat.notifications("eve"))[0]).toMatchObject({ state: "delivered", failedAttempts: [{ reason }] });
  });
});

describe("messages that no change in Rocket.Chat would fix are delivered after a change here and a retry", () => {
  test("unknown_user: `people` is corrected, and the retry looks the person up anew", async () => {
    const chat = await startTroubledChat();
    const [push] = await chat.push(1, "mapped");
    await chat.settled();
    expect((await chat.notifications("nobody"))[0]).toMatchObject({ state: "buried", reason: "unknown_user" });
    await expectTodo(chat, "unknown_user");
    await chat.restart({}, ({ RECIPIENTS_FILE: file = "" }) => {
      writeFileSync(file, readFileSync(file, "utf8").replace("j.doe: nobody", "j.doe: eve"));
    });
    await chat.retry("nobody");
    await chat.settled();
    expect(judge(chat.rocketChat.ledger, ["eve"], [push?.sha ?? ""])).toEqual(FLAWLESS);
  });

  test("expired: what is still of interest is retried, and has its time anew", async () => {
    const chat = await startTroubledChat();
    chat.rocketChat.faults.replace([{ kind: "down" }]);
    await chat.push(1, "eve");
    await chat.restart({ MAX_AGE_HOURS: "1" }, ageByTwoHours);
    await chat.settled();
    expect((await chat.notifications("eve"))[0]).toMatchObject({ state: "buried", reason: "expired" });
    await faultsOver(chat);
    await chat.retry("eve");
    await chat.settled();
    expect(chat.verdict("eve")).toEqual(FLAWLESS);
  });
});

/** As if the outage had lasted that long. */
function ageByTwoHours({ DATABASE_URL = "" }: Record<string, string>): void {
  const db = new DatabaseSync(DATABASE_URL.replace("sqlite:", ""));
  db.exec("UPDATE notification SET received_at = received_at - 7200000, pending_since = pending_since - 7200000");
  db.close();
}

describe("what waits for one person goes by itself after the remedy, at once when the service is restarted", () => {
  test.each<[DeliveryReason, Change, Change]>([
    ["encrypted_room", forEve("encrypted"), faultsOver],
    ["not_permitted", forEve("muted"), faultsOver],
    ["not_permitted", forEve("no_create_d"), faultsOver],
  ])("%s", async (reason, breakIt, mendIt) => {
    const chat = await startTroubledChat();
    await breakIt(chat);
    await chat.push(1, "eve");
    // The next try comes 10 s after the third: nobody waits for it here.
    await expect.poll(() => chat.notifications("eve")).toMatchObject([{ state: "pending", reason, attempts: 3 }]);
    await expectTodo(chat, reason);
    await mendIt(chat);
    await chat.restart();
    await chat.settled();
    expect(chat.verdict("eve")).toEqual(FLAWLESS);
  });
});

describe("what waits because of everybody's trouble goes by itself after the remedy", () => {
  test("timeout: Rocket.Chat answers again", async () => {
    const chat = await startTroubledChat();
    chat.rocketChat.faults.replace([{ kind: "hang" }]);
    await chat.push(1);
    // Each try takes 10 s to count as one that got no answer; with both people's the workspace is to blame.
    await expect.poll(() => chat.pausedBy("timeout"), { timeout: 60_000 }).toBe(true);
    await expectTodo(chat, "timeout");
    await faultsOver(chat);
    await chat.settled();
    expect(chat.verdict()).toEqual(FLAWLESS);
  });

  test("rate_limited: the bot gets its role back", async () => {
    const chat = await startTroubledChat({ rateLimit: { calls: 1, windowMs: 3_000 } });
    await setRoles("user")(chat);
    // At one call in 3 s they would take half a minute.
    await chat.push(5);
    await expect.poll(() => chat.pausedBy("rate_limited")).toBe(true);
    await expectTodo(chat, "rate_limited");
    await setRoles("user", "bot")(chat);
    await chat.settled();
    expect(chat.verdict()).toEqual(FLAWLESS);
  });

  test("unauthorized: the service gets a new token", async () => {
    const chat = await startTroubledChat();
    const { workspace, env } = chat.rocketChat;
    workspace.record({ kind: "revoked", token: env.ROCKETCHAT_AUTH_TOKEN });
    await chat.push(2);
    await expect.poll(() => chat.pausedBy("unauthorized")).toBe(true);
    await expectTodo(chat, "unauthorized");
    workspace.record({ kind: "token", token: { token: "made-by-hand", userId: env.ROCKETCHAT_USER_ID } });
    await chat.restart({ ROCKETCHAT_AUTH_TOKEN: "made-by-hand" });
    await chat.settled();
    expect(chat.verdict()).toEqual(FLAWLESS);
  });

  test("tls: the service gets the authority's certificate, and the server a valid one", async () => {
    const chat = await startTroubledChat({ tls: true });
    await chat.push(1);
    await expect.poll(() => chat.pausedBy("tls")).toBe(true);
    await expectTodo(chat, "tls");
    const file = join(temporaryDirectory(), "ca.crt");
    writeFileSync(file, chat.rocketChat.caCertificate ?? "");
    chat.rocketChat.faults.replace([{ kind: "expired_certificate" }]);
    await chat.restart({ NODE_EXTRA_CA_CERTS: file });
    await expect.poll(() => chat.pausedBy("tls")).toBe(true);
    await faultsOver(chat);
    await chat.settled();
    expect(chat.verdict()).toEqual(FLAWLESS);
  });
});
