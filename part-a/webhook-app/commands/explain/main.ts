/**
 * Shows who a recipients file would notify about given webhooks. It needs no running service, so the repository that
 * holds the file can test it in its own CI. Exits with 0; with 2 if the file, a payload or the arguments are invalid.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { explainFile, type Explained } from "./explain-file.ts";
import { readOptions, USAGE, type ExplainOptions } from "./options.ts";
import { readText } from "./read-text.ts";
import { matrix, report } from "./report.ts";

function run({ recipients, json, payloads }: ExplainOptions): number {
  const text = readText(recipients);
  if (!text.ok) throw new Error(`${recipients}: ${text.mistake}`);
  const policy = parsePolicy(text.value, recipients);
  const all =
    "files" in payloads
      ? payloads.files.map((file) => explainFile(file, policy))
      : payloadsIn(payloads.folder).map((file) => explainFile(join(payloads.folder, file), policy, file));
  const explained = all.filter((one) => "explanation" in one);
  process.stdout.write(json ? inJson(explained) : inWords(explained, "folder" in payloads));
  return complain(all) ? 2 : 0;
}

function payloadsIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder}: no such folder.`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  if (files.length === 0) throw new Error(`${folder} contains no .json files.`);
  return files.sort();
}

type Good = Extract<Explained, { explanation: unknown }>;

function inJson(explained: readonly Good[]): string {
  return explained.map(({ file, explanation }) => `${JSON.stringify({ payload: file, ...explanation })}\n`).join("");
}

function inWords(explained: readonly Good[], asTable: boolean): string {
  return asTable ? matrix(explained) : explained.map(({ file, explanation }) => report(file, explanation)).join("\n");
}

function complain(all: readonly Explained[]): boolean {
  const mistakes = all.flatMap((one) =>
    "mistakes" in one ? one.mistakes.map((mistake) => `${one.file}: ${mistake}\n`) : [],
  );
  process.stderr.write(mistakes.join(""));
  return mistakes.length > 0;
}

function main(): number {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options) return run(options);
    process.stdout.write(USAGE);
    return 0;
  } catch (error) {
    // Every error thrown here is about the input: arguments, unreadable files, or mistakes in the policy.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

process.exitCode = main();
