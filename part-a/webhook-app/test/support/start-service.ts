import { until } from "../../testing/until.ts";
import { createWebhookAppClient } from "../../client/webhook-app-client.ts";
import type { ServiceProcessOptions } from "../../testing/service-process.ts";
import { spawnService, type LogLine, type SpawnedService } from "./spawn-service.ts";

/** None of these may ever be in a log line. */
export const SECRET_TOKEN = "the-hooks-secret-token";
export const ADMIN_TOKEN = "the-admins-bearer-token";

/**
 * All that the service needs beside DATABASE_URL where no message has to arrive: nothing listens at this Rocket.Chat.
 */
export const WITHOUT_ROCKET_CHAT = {
  PORT: "0",
  METRICS_PORT: "0",
  GITLAB_SECRET_TOKENS: SECRET_TOKEN,
  ROCKETCHAT_URL: "http://127.0.0.1:9",
  ROCKETCHAT_USER_ID: "bot",
  ROCKETCHAT_AUTH_TOKEN: "token",
  RECIPIENT: "jane",
};

/** GitLab's headers, and the admin's. */
export const GITLAB_HEADERS = { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN };
export const ADMIN_HEADERS = { authorization: `Bearer ${ADMIN_TOKEN}` };

export type Service = Awaited<ReturnType<typeof startService>>;

const DEFAULTS = { PORT: "0", METRICS_PORT: "0", GITLAB_SECRET_TOKENS: SECRET_TOKEN, ADMIN_TOKEN };

/**
 * The service in its own process, once it listens.
 *
 * @param options `env` needs DATABASE_URL, the variables of Rocket.Chat, and RECIPIENT or RECIPIENTS_FILE
 * @throws Error with its output when it ends instead
 */
export async function startService(options: ServiceProcessOptions) {
  const service = spawnService({ ...options, env: { ...DEFAULTS, ...options.env } });
  const { port, metricsPort } = await startedLine(service);
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  return {
    ...service,
    baseUrl,
    client: createWebhookAppClient({ baseUrl }),
    /** The text of /metrics. */
    metrics: async () => (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text(),
  };
}

function startedLine(service: SpawnedService): Promise<LogLine> {
  let ended = false;
  void service.ended.then(() => (ended = true));
  const read = () => {
    const started = service.logLines().find(({ event }) => event === "started");
    if (!started && ended)
      throw new Error(`The service did not start:\n${service.output.stderr}${service.output.stdout}`);
    return started;
  };
  return until("the service logs that it started", read, { everyMs: 10 });
}
