import { expect, test } from "vitest";
import { createLedger, type Ledger } from "../../sandbox/ledger.ts";
import { digestText, shortenDigest } from "../../src/notifications/digest.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { pushEvent } from "../notifications/push-event.ts";
import { FLAWLESS, judge } from "../../testing/judge.ts";

const SHAS = ["a", "b", "c", "d"].map((digit) => digit.repeat(40));
const [first = "", second = "", third = "", fourth = ""] = SHAS;

function ledgerOf(...messages: string[]): Ledger {
  const ledger = createLedger();
  for (const [index, msg] of messages.entries()) {
    const seq = index + 1;
    ledger.add({ id: `m${seq}`, rid: "r", recipient: "jane", senderId: "bot", msg, ts: seq, seq, n: seq });
  }
  return ledger;
}

function push(after: string, before: string): string {
  return messageFor(pushEvent({ sha: after, before, after, commits: [] }));
}

function digest(...shas: string[]): string {
  const late = { receivedAt: 0, project: "platform/api", ref: "main", commits: 1, kind: "push" };
  return digestText(shas.map((sha) => ({ ...late, sha }))).text;
}

const verdict = (...messages: string[]) => judge(ledgerOf(...messages), ["jane"], SHAS);

test("a message counts for its head SHA, though it links the previous one; a digest for one in each line", () => {
  expect(verdict(push(first, fourth), digest(second, third), push(fourth, third))).toEqual(FLAWLESS);
  const shortened = shortenDigest(digest(...SHAS), 250) ?? "";
  expect(shortened).not.toBe(digest(...SHAS));
  expect(verdict(shortened)).toEqual(FLAWLESS);
});

test("what a digest omits is lost, and what it repeats or has too early is detected", () => {
  expect(verdict(digest(first, second, third)).lost).toEqual([`jane ${fourth}`]);
  expect(verdict(digest(first, second), push(second, first), digest(third, fourth)).duplicated).toEqual([
    `jane ${second}`,
  ]);
  expect(verdict(digest(first, third), digest(second, fourth)).outOfOrder).not.toEqual([]);
});
