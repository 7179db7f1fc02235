/**
 * Checks the configured Rocket.Chat, with the bot's account, for everything that the service's guarantees depend on.
 *
 *   node commands/doctor/main.ts [--json]
 *
 * Exits with 0 if all is well; with 1 if there are warnings; with 2 if messages will not be delivered as promised, or
 * if the configuration is wrong.
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
