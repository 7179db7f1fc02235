import { join } from "node:path";
import { LEASE_MS, type OutboxOptions } from "../../src/outbox/outbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { openHarness, type Harness } from "./harness.ts";

/** A SQLite outbox in a file of this test's own. */
export async function openSqliteHarness(options: Partial<OutboxOptions> = {}): Promise<Harness & { path: string }> {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const harness = await openHarness(`sqlite:${path}`, options, async (one) => (one.now += LEASE_MS));
  return Object.assign(harness, { path });
}
