/**
 * Sends a synthetic push through the deployed service and reads its direct message back from Rocket.Chat. Needs Node 24
 * and nothing else, so that a job of CI can run it from a fresh clone.
 *
 * Ends with 0 and a line that says what was told; with 1 and a line that says what failed and where to look; with 2
 * when it is configured wrongly.
 */
import { CanaryFailure } from "./canary-failure.ts";
import { readEnvironment, type CanarySettings } from "./settings.ts";
import { runCanary } from "./run-canary.ts";

function configure(): CanarySettings {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`canary: wrong configuration:\n  ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const settings = configure();
try {
  process.stdout.write(`canary: ${await runCanary(settings)}\n`);
} catch (error) {
  if (!(error instanceof CanaryFailure)) throw error;
  process.stderr.write(`canary FAILED: ${error.message} ${error.look}\n`);
  process.exitCode = 1;
}
