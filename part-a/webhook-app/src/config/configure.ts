import { loadConfig, type Config } from "../config.ts";
import { ConfigError } from "./config-error.ts";

/** The configuration; undefined if it has mistakes, which are printed to stderr. */
export function configure(env: Record<string, string | undefined>): Config | undefined {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}
