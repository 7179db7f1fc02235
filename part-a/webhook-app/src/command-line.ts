import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const HELP = `Usage: node src/main.ts [--check | --version | --help]

Receives GitLab webhooks and sends them as Rocket.Chat direct messages. Environment variables
configure it; docs/configuration.md lists them.

  --check    check the configuration and the recipients file, list all mistakes, and exit with 0 or 2
  --version  print the version
  --help     print this help
`;

/** What the arguments ask for; with `says`, printing that is all there is to do. */
export type Command = { run: "service" | "check" } | { says: string; code: 0 | 2 };

/** Reads the arguments after the script's name. */
export function readCommandLine(args: string[]): Command {
  const flag = { type: "boolean" } as const;
  try {
    const { values } = parseArgs({ args, options: { check: flag, version: flag, help: flag } });
    if (values.help) return { says: HELP, code: 0 };
    if (values.version) return { says: `${version()}\n`, code: 0 };
    return { run: values.check ? "check" : "service" };
  } catch (error) {
    return { says: `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`, code: 2 };
  }
}

/** This program's version. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}
