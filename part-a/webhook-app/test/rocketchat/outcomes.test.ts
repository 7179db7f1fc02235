import { expect, test } from "vitest";
import type { AnswerKind } from "../../src/rocketchat/answer-kinds.ts";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { OUTCOMES } from "../../src/rocketchat/outcomes.ts";
import { ENCRYPTED, NOTHING_STORED, READ_ONLY, USER_NOT_FOUND } from "../../src/rocketchat/read-refusal.ts";
import { connect, type Connected } from "./connect.ts";
import { cut, ENCRYPTED_ROOM, hang, HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

/** What Rocket.Chat writes where the table has a code of ours. */
const WORDS = new Map([
  [READ_ONLY, "You can't send messages because the room is readonly."],
  [NOTHING_STORED, "Cannot read properties of undefined (reading 'starred')"],
  [USER_NOT_FOUND, "User not found."],
  [ENCRYPTED, ENCRYPTED_ROOM],
]);

function refusal(status: number, code: string): Reaction {
  return reply(status, { success: false, error: WORDS.get(code) ?? `In words [${code}]` });
}

/** An answer of each kind; kinds without a connection are tried in reachable.test.ts and unreachable.test.ts. */
const ANSWERS: Record<Exclude<AnswerKind, "tls" | "no_connection">, (code: string) => Reaction> = {
  refused: (code) => refusal(400, code),
  no_reason: () => reply(400, { success: false }),
  exception: () => reply(400, { success: false, error: "connection 5 to 10.0.0.7:27017 closed" }),
  unauthorized: (code) => refusal(401, code),
  forbidden: (code) => refusal(403, code),
  rate_limited: () => reply(429, { success: false, error: "Error, too many requests. [error-too-many-requests]" }),
  server_error: () => reply(500, { success: false, error: "Internal server error" }),
  turned_away: () => reply(403, HTML),
  not_rocket_chat: () => reply(302, "", { Location: "/login" }),
  garbage: () => reply(200, { success: "yes" }),
  broken_off: () => cut,
  timeout: () => hang,
};

/** Makes the operation be called by a delivery, and the circumstances what the row takes for given. */
async function prepare(
  { fake, deliver }: Connected,
  operation: Operation,
  given: string | undefined,
  answer: Reaction,
) {
  if (operation === "users.info") fake.ways.people = [];
  if (operation === "chat.getMessage") fake.on("chat.sendMessage", refusal(400, "room_is_blocked"));
  if (given === "deactivated") fake.ways.inactive = ["jane"];
  fake.on(operation, answer);
  if (given !== "othersThrough") return;
  await deliver();
  fake.on(operation);
  await deliver({ recipient: "joe", messageId: "m2" });
  fake.on(operation, answer);
}

const CASES = OUTCOMES.filter(({ kind }) => kind !== "tls" && kind !== "no_connection").flatMap((row) => {
  const operations = row.operation === undefined ? (["im.create", "chat.sendMessage"] as const) : [row.operation];
  return operations.flatMap((operation) =>
    (row.codes ?? ["error-something-else"]).map((code) => ({ ...row, operation, code })),
  );
});

test.concurrent.each(CASES)(
  "$operation, $kind $code, given $given: $verdict.status $verdict.reason",
  async ({ operation, kind, code, given, verdict }) => {
    await using rocket = await connect({ timeoutMs: kind === "timeout" ? 500 : 10_000 });
    const answer = ANSWERS[kind as keyof typeof ANSWERS](code);
    await prepare(rocket, operation, given, answer);
    expect(await rocket.deliver()).toMatchObject({ ...verdict, evidence: { operation } });
  },
);
