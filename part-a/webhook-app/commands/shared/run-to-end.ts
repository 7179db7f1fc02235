import { ConfigError } from "../../src/config/config-error.ts";
import { CommandFailure } from "./command-failure.ts";

/**
 * Runs a command and sets the exit code: what `command` resolves to, 2 for wrong variables or arguments, 1 for a
 * failure. Only a bug in the command prints a stack trace.
 */
export async function runToEnd(name: string, command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = isMistake(error) ? 2 : 1;
    process.stderr.write(`${wordsFor(name, error)}\n`);
  }
}

function wordsFor(name: string, error: unknown): string {
  if (!(error instanceof Error)) return `${name} FAILED: ${String(error)}`;
  if (isMistake(error)) return `${name}: ${error.message}`;
  return `${name} FAILED: ${error instanceof CommandFailure ? error.message : error.stack}`;
}

function isMistake(error: unknown): boolean {
  return error instanceof ConfigError || (error instanceof Error && "code" in error && isOfArguments(error.code));
}

/** The codes of `parseArgs`' errors: ERR_PARSE_ARGS_UNKNOWN_OPTION and others. */
function isOfArguments(code: unknown): boolean {
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS_");
}
