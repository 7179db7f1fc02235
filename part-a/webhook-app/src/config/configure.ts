import { loadConfig, type Config } from "../config.ts";
import { ConfigError } from "./config-error.ts";

/** The configuration; undefined when it has mistakes, which are on stderr then. */
export function configure(env: Record<string, string | undefined>): Config | undefined {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}
