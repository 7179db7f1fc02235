import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failed, unavailable } from "./answers.ts";
import { createHarness, DELIVERED, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("stop", () => {
  test.each(["delivering", "rate limited", "retrying", "idle", "unstarted", "outbox gone"] as const)(
    "leaves no timer behind: %s",
    async (situation) => {
      const { outbox, relay } = createHarness(async () => {
        if (situation === "rate limited") return unavailable("rate_limited", Date.now() + 60_000);
        return situation === "retrying" ? failed("timeout") : DELIVERED;
      });
      if (situation !== "idle") outbox.put("jane", 3, { attempts: 3 });
      if (situation !== "unstarted") relay.start();
      if (situation === "outbox gone") outbox.failing.add("settle");
      await pass(2_900);
      if (situation === "outbox gone") outbox.hanging.add("acquireLease");
      await pass(200);
      const progress = { stopped: false };
      const timersAtTheEnd = relay.stop(20_000).then(() => {
        progress.stopped = true;
        return vi.getTimerCount();
      });
      while (!progress.stopped) await pass(1);
      // Of a lease that could not be released, the unreferenced timer remains that says when it runs out.
      expect(await timersAtTheEnd).toBe(situation === "outbox gone" ? 1 : 0);
    },
  );
});
