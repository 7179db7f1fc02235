/**
 * Sends a synthetic push through the deployed service and reads its direct message back from Rocket.Chat. Needs only
 * Node 24, so that a CI job can run it from a fresh clone.
 *
 * Exits with 0 and a line that says who was notified; with 1 and a line that says what failed and where to look; with 2
 * if the configuration is wrong.
 */
import { runToEnd } from "../shared/run-to-end.ts";
import { runCanary } from "./run-canary.ts";
import { readSettings } from "./settings.ts";

await runToEnd("canary", async () => {
  process.stdout.write(`canary: ${await runCanary(readSettings(process.env))}\n`);
  return 0;
});
