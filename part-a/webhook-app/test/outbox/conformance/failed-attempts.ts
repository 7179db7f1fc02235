import { describe, expect, test } from "vitest";
import type { FailedAttempt } from "../../../src/outbox/notification.ts";
import { put, settleOne, type Harness, type MakeHarness } from "../harness.ts";

const REFUSED: FailedAttempt = {
  at: Date.UTC(2026, 10, 25),
  reason: "unknown_user",
  operation: "im.create",
  status: 400,
  code: "error-invalid-user",
  detail: "Invalid user",
};

const UNREACHABLE: FailedAttempt = {
  at: Date.UTC(2026, 10, 26),
  reason: "unreachable",
  operation: "chat.sendMessage",
  status: null,
  code: "ECONNREFUSED",
  detail: "connect ECONNREFUSED",
};

async function fail(harness: Harness, id: number, failedAttempts?: FailedAttempt[]): Promise<void> {
  await harness.outbox.acquireLease("relay", harness.now);
  const settlement = { id, attempts: 1, state: "pending", reason: "server_error" } as const;
  await harness.outbox.settle("relay", [failedAttempts ? { ...settlement, failedAttempts } : settlement], harness.now);
}

export function describeFailedAttempts(makeHarness: MakeHarness): void {
  describe("failed attempts", () => {
    test("are none at first", async () => {
      const harness = await makeHarness();
      expect(await harness.outbox.get(await put(harness))).toMatchObject({ failedAttempts: [] });
    });

    test("are stored as given, durably, and shown by every way of reading", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await fail(harness, id, [REFUSED, UNREACHABLE]);
      await harness.reopen();
      const expected = { id, failedAttempts: [REFUSED, UNREACHABLE] };
      expect(await harness.outbox.get(id)).toMatchObject(expected);
      expect(await harness.outbox.list({ limit: 1 })).toMatchObject([expected]);
      expect(await harness.outbox.pending({ limit: 1, held: [], blocked: [] })).toMatchObject([expected]);
    });

    test("replace those before, and stay when a settlement brings none", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await fail(harness, id, [REFUSED]);
      await fail(harness, id, [UNREACHABLE]);
      await fail(harness, id);
      expect(await harness.outbox.get(id)).toMatchObject({ failedAttempts: [UNREACHABLE] });
      await settleOne(harness, id, "delivered");
      expect(await harness.outbox.get(id)).toMatchObject({ state: "delivered", failedAttempts: [UNREACHABLE] });
    });

    test("are each notification's own within a batch", async () => {
      const harness = await makeHarness();
      const [first, second] = [await put(harness), await put(harness)];
      await harness.outbox.acquireLease("relay", harness.now);
      const failed = { attempts: 1, state: "buried", reason: "unknown_user" } as const;
      const batch = [
        { ...failed, id: first, failedAttempts: [REFUSED] },
        { ...failed, id: second },
      ];
      await harness.outbox.settle("relay", batch, harness.now);
      expect(await harness.outbox.get(first)).toMatchObject({ failedAttempts: [REFUSED] });
      expect(await harness.outbox.get(second)).toMatchObject({ failedAttempts: [] });
    });

    test("stay as they are once it is settled, and when it is retried: they say why it was given up", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      await fail(harness, id, [REFUSED]);
      await settleOne(harness, id, "buried");
      await fail(harness, id, [UNREACHABLE]);
      expect(await harness.outbox.get(id)).toMatchObject({ failedAttempts: [REFUSED] });
      await harness.outbox.retry(id, harness.now);
      expect(await harness.outbox.get(id)).toMatchObject({ state: "pending", failedAttempts: [REFUSED] });
      expect(await harness.outbox.pending({ limit: 1, held: [], blocked: [] })).toMatchObject([
        { id, failedAttempts: [REFUSED] },
      ]);
    });

    test("hold whatever text a server sent", async () => {
      const harness = await makeHarness();
      const id = await put(harness);
      const said = { ...REFUSED, code: 'it\'s "so"\\', detail: "\0 \uD83D ümläut 🙂\n" };
      await fail(harness, id, [said]);
      expect(await harness.outbox.get(id)).toMatchObject({ failedAttempts: [said] });
    });
  });
}
