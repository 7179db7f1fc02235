import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { LEASE_MS, type OutboxOptions } from "../../src/outbox/outbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { OPTIONS, type Harness } from "./harness.ts";

/** A SQLite outbox in a file of this test's own. */
export async function openSqliteHarness(options: Partial<OutboxOptions> = {}): Promise<Harness & { path: string }> {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const open = () => openOutbox(`sqlite:${path}`, { ...OPTIONS, ...options });
  const harness = {
    path,
    outbox: await open(),
    now: Date.UTC(2026, 10, 25),
    async reopen() {
      await harness.outbox.close();
      harness.outbox = await open();
    },
    async expireLease() {
      harness.now += LEASE_MS;
    },
  };
  onTestFinished(() => harness.outbox.close());
  return harness;
}
