import { describe, expect, test } from "vitest";
import { NO_STORED_DIGEST } from "../../chaos/safeties.ts";
import { crashAt, type Step } from "./crash.ts";
import { FLAWLESS } from "../../testing/judge.ts";

const ACCEPTANCE = "insert into notification";
const SETTLEMENT = "update notification set state";

const STEPS: [name: string, step: Step][] = [
  ["before the commit of an acceptance", { at: "commit", hold: { within: ACCEPTANCE, when: "before", nth: 3 } }],
  ["after the commit, before the answer", { at: "commit", hold: { within: ACCEPTANCE, when: "after", nth: 3 } }],
  ["when an answer has arrived", { at: "answer", nth: 3 }],
  ["when im.create arrives", { at: "rocket chat", hook: "onRequest", operation: "im.create", nth: 1 }],
  ["before a message is stored", { at: "rocket chat", hook: "onRequest", operation: "chat.sendMessage", nth: 3 }],
  ["after a message is stored, before its answer", { at: "rocket chat", hook: "onStored", nth: 3 }],
  ["before the commit of a settlement", { at: "commit", hold: { within: SETTLEMENT, when: "before", nth: 1 } }],
  ["after the commit of a settlement", { at: "commit", hold: { within: SETTLEMENT, when: "after", nth: 1 } }],
];

describe("kill -9", () => {
  test.each(STEPS)(
    "%s loses nothing that was acknowledged, doubles nothing and keeps the order",
    async (_name, step) => {
      const { acknowledged, restarted, repeated } = await crashAt(step);
      expect(acknowledged).toBeGreaterThan(0);
      expect(restarted).toEqual(FLAWLESS);
      expect(repeated).toEqual(FLAWLESS);
    },
  );
});

const DIGEST = "digest_message_id = case";
const DIGEST_SETTLEMENT = "set state = ?, reason = ?, settled_at = ?";

const DIGEST_STEPS: [name: string, step: Step][] = [
  ["before the commit of a digest", { at: "commit", hold: { within: DIGEST, when: "before", nth: 1 } }],
  [
    "after the commit of a digest, before it is sent",
    { at: "commit", hold: { within: DIGEST, when: "after", nth: 1 } },
  ],
  ["after a digest is posted, before its answer", { at: "digest" }],
  ["before digests are settled", { at: "commit", hold: { within: DIGEST_SETTLEMENT, when: "before", nth: 1 } }],
  ["after digests are settled", { at: "commit", hold: { within: DIGEST_SETTLEMENT, when: "after", nth: 1 } }],
];

describe("kill -9 while digests of late messages are sent", () => {
  test.each(DIGEST_STEPS)("%s: every push is delivered once and in order", async (_name, step) => {
    const { acknowledged, restarted } = await crashAt(step, { late: true });
    expect(acknowledged).toBe(6);
    expect(restarted).toEqual(FLAWLESS);
  });
});

describe("the same crash with a safety taken out is seen by the same check", () => {
  test("answering before the commit loses what was acknowledged", async () => {
    const { restarted } = await crashAt(
      { at: "commit", hold: { within: ACCEPTANCE, when: "before", nth: 3 } },
      {
        rewrites: [
          {
            file: "src/routes/receive-webhook.ts",
            from: "await deps.outbox.accept({ webhookId, notifications, report, summary }, deps.clock());",
            to: `{ status: "accepted", notifications: [] };
              void deps.outbox.accept({ webhookId, notifications, report, summary }, deps.clock()).then(deps.onAccepted);`,
          },
        ],
      },
    );
    expect(restarted.lost).not.toEqual([]);
  });

  test("an id of its own for each request doubles what was stored but not answered", async () => {
    const { restarted } = await crashAt(
      { at: "rocket chat", hook: "onStored", nth: 3 },
      {
        rewrites: [
          {
            file: "src/rocketchat/calls.ts",
            from: "{ message: { _id: id, rid, msg: text }",
            to: "{ message: { _id: crypto.randomUUID(), rid, msg: text }",
          },
        ],
      },
    );
    expect(restarted.duplicated).not.toEqual([]);
  });

  test("a digest that is not stored is repeated in another one", async () => {
    const { restarted } = await crashAt({ at: "digest" }, { late: true, rewrites: NO_STORED_DIGEST });
    expect(restarted.duplicated).not.toEqual([]);
  });

  test("settling before sending loses what was acknowledged", async () => {
    const { restarted } = await crashAt(
      { at: "commit", hold: { within: SETTLEMENT, when: "after", nth: 1 } },
      {
        rewrites: [
          {
            file: "src/relay/sender.ts",
            from: "deliver(next.send, givingUp);",
            to: `(void deliver(next.send, givingUp), { status: "delivered" });`,
          },
        ],
        fault: "hang",
      },
    );
    expect(restarted.lost).not.toEqual([]);
  });
});
