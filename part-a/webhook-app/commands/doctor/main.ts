/**
 * Asks the configured Rocket.Chat, with the bot's account, everything that the service's promise rests on.
 *
 *   node commands/doctor/main.ts [--json]
 *
 * Ends with 0 when all is well, with 1 when there are warnings, with 2 when messages will not get through as promised or
 * when it is configured wrongly.
 */
import { parseArgs } from "node:util";
import { exitCode, jsonReport, tableReport } from "./report.ts";
import { runDoctor } from "./run-doctor.ts";
import { readSettings, type DoctorSettings } from "./settings.ts";

function configure(): { json: boolean; settings: DoctorSettings } {
  try {
    const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
    return { json: values.json, settings: readSettings(process.env) };
  } catch (error) {
    process.stderr.write(`doctor: wrong configuration:\n  ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const { json, settings } = configure();
const findings = await runDoctor(settings);
process.stdout.write((json ? jsonReport : tableReport)(settings.url, findings));
process.exitCode = exitCode(findings);
