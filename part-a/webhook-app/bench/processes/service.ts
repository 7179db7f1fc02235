import { fileURLToPath } from "node:url";
import { SECRET_TOKEN } from "../load/placeholders.ts";
import type { Workbench } from "../workbench.ts";
import { startScript, type Script } from "./script.ts";

export interface RunningService extends Script {
  /** Where webhooks are posted. */
  url: string;
  /** The value of a metric without labels. */
  metric: (name: string) => Promise<number>;
}

/** Nothing listens there: the relay pauses, so that only receiving is measured. */
export const NO_CHAT = "http://127.0.0.1:1";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The environment of the real service, on free ports. */
export function serviceEnvironment(bench: Workbench, databaseUrl: string, chatUrl: string): Record<string, string> {
  return {
    PORT: "0",
    METRICS_PORT: "0",
    DATABASE_URL: databaseUrl,
    GITLAB_SECRET_TOKENS: SECRET_TOKEN,
    ROCKETCHAT_URL: chatUrl,
    ROCKETCHAT_USER_ID: "bot",
    ROCKETCHAT_AUTH_TOKEN: "token",
    RECIPIENTS_FILE: bench.recipientsFile,
  };
}

/** Starts the real service as in production: in its own process, at log level info, with its log in a file. */
export async function startService(
  bench: Workbench,
  databaseUrl: string,
  chatUrl: string,
  env: Record<string, string> = {},
): Promise<RunningService> {
  const environment = { ...serviceEnvironment(bench, databaseUrl, chatUrl), ...env };
  const script = await startScript(bench.directory, [MAIN], environment);
  const metrics = `http://127.0.0.1:${script.metricsPort}/metrics`;
  return {
    ...script,
    url: `http://127.0.0.1:${script.port}/webhooks/gitlab`,
    async metric(name) {
      const text = await (await fetch(metrics)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    },
  };
}
