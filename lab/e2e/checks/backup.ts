import assert from "node:assert/strict";
import { kubectl } from "../kubectl.ts";

/** The nightly backup, run now, leaves a dump. */
export async function backup(run: string): Promise<string> {
  const job = ["-n", "webhook-app", `job/${run}-backup`];
  await kubectl(["-n", "webhook-app", "create", "job", `${run}-backup`, "--from=cronjob/postgresql-backup"]);
  await kubectl(["wait", ...job, "--for=condition=Complete", "--timeout=90s"]).catch(async (error: Error) => {
    throw new Error(`${error.message}; its log: ${await kubectl(["logs", ...job]).catch(String)}`);
  });
  const listing = await kubectl(["logs", ...job]);
  await kubectl(["delete", ...job]);
  assert.match(listing, /\.dump$/m);
  return listing.trim().split("\n").at(-1) ?? "";
}
