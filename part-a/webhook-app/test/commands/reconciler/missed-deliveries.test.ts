import { describe, expect, test } from "vitest";
import { readHookEvent } from "../../../commands/reconciler/hook-event.ts";
import { missedDeliveries } from "../../../commands/reconciler/missed-deliveries.ts";

const failed = (eventId: number, webhookId: string, status = "internal error", sendable = true) => ({
  eventId,
  webhookId,
  status,
  sendable,
  isTest: false,
});

const keysOf = ({ missed }: ReturnType<typeof missedDeliveries>) => missed.map(({ webhookId }) => webhookId);

describe("of the failed deliveries", () => {
  test("those that never succeeded are missed, each once, by its latest event", () => {
    const failures = [failed(7, "c", "503"), failed(5, "b"), failed(4, "c", "502"), failed(1, "a")];
    expect(missedDeliveries(failures, new Set(["b"]))).toEqual({
      missed: [
        { webhookId: "a", eventId: 1, attempts: 1 },
        { webhookId: "c", eventId: 7, attempts: 2 },
      ],
      unrecoverable: 0,
    });
  });

  test("the one whose latest attempt is oldest comes first", () => {
    const failures = [failed(9, "old"), failed(8, "old"), failed(3, "newer"), failed(2, "older"), failed(1, "old")];
    expect(keysOf(missedDeliveries(failures, new Set()))).toEqual(["older", "newer", "old"]);
  });

  test.each(["internal error", "500", "502", "503", "504", "401", "403", "404", "408", "429"])(
    "one that was answered with %s is resent",
    (status) => {
      expect(keysOf(missedDeliveries([failed(1, "a", status)], new Set()))).toEqual(["a"]);
    },
  );

  test.each(["400", "413", "415", "422"])("one whose body was rejected with %s is not", (status) => {
    const failures = [failed(2, "a", "internal error"), failed(1, "a", status)];
    expect(missedDeliveries(failures, new Set())).toEqual({ missed: [], unrecoverable: 1 });
  });

  test("one that GitLab can no longer send is not", () => {
    const failures = [failed(1, "a", "503", false)];
    expect(missedDeliveries(failures, new Set())).toEqual({ missed: [], unrecoverable: 1 });
  });
});

describe("an event of GitLab's log", () => {
  const url = "http://service/webhooks/gitlab";
  const event = { id: 5, url, trigger: "push_hooks", request_headers: {}, request_data: {}, response_status: "500" };
  const read = (changes: Partial<Parameters<typeof readHookEvent>[0]> = {}) =>
    readHookEvent({ ...event, ...changes }, url);

  test("belongs to the delivery that its Idempotency-Key names, otherwise to its own", () => {
    expect(read({ request_headers: { "Idempotency-Key": "k" } })).toMatchObject({ eventId: 5, webhookId: "k" });
    expect(read()).toMatchObject({ webhookId: "event-5" });
  });

  test("cannot be resent if its body is lost or its hook has another URL", () => {
    expect(read().sendable).toBe(true);
    expect(read({ request_data: { oversize: true } }).sendable).toBe(false);
    expect(read({ request_data: { oversize: true, ref: "main" } }).sendable).toBe(true);
    expect(read({ url: "http://service/old" }).sendable).toBe(false);
  });
});
