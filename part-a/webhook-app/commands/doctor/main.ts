/**
 * Asks the configured Rocket.Chat, with the bot's account, everything that the service's promise rests on.
 *
 *   node commands/doctor/main.ts [--json]
 *
 * Ends with 0 when all is well, with 1 when there are warnings, with 2 when messages will not get through as promised or
 * when it is configured wrongly.
 */
import { parseArgs } from "node:util";
import { runToEnd } from "../shared/run-to-end.ts";
import { exitCode, jsonReport, tableReport } from "./report.ts";
import { runDoctor } from "./run-doctor.ts";
import { readSettings } from "./settings.ts";

await runToEnd("doctor", async () => {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const settings = readSettings(process.env);
  const findings = await runDoctor(settings);
  process.stdout.write((values.json ? jsonReport : tableReport)(settings.url, findings));
  return exitCode(findings);
});
