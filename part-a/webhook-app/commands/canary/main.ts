/**
 * Sends a synthetic push through the deployed service and reads its direct message back from Rocket.Chat. Needs Node 24
 * and nothing else, so that a job of CI can run it from a fresh clone.
 *
 * Ends with 0 and a line that says what was told; with 1 and a line that says what failed and where to look; with 2
 * when it is configured wrongly.
 */
import { runToEnd } from "../shared/run-to-end.ts";
import { runCanary } from "./run-canary.ts";
import { readSettings } from "./settings.ts";

await runToEnd("canary", async () => {
  process.stdout.write(`canary: ${await runCanary(readSettings(process.env))}\n`);
  return 0;
});
