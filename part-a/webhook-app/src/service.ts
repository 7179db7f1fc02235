import { hostname } from "node:os";
import { createApp } from "./app.ts";
import { ConfigError, loadConfig, type Config } from "./config.ts";
import { createAuthenticator } from "./gitlab/authenticate.ts";
import { trackInFlight } from "./in-flight.ts";
import { createLog, type Log } from "./log.ts";
import { logAttempt, logWebhook } from "./log-lines.ts";
import { createMetrics } from "./metrics.ts";
import { isShared, openOutbox } from "./outbox/open.ts";
import { createRelay } from "./relay/relay.ts";
import { createRocketChat } from "./rocketchat/rocket-chat.ts";
import { createBodyReader } from "./routes/read-body.ts";
import { metricLabels } from "./routes/route-table.ts";
import { createMetricsServer, createPublicServer, listen } from "./server.ts";
import { shutDownOnSignal } from "./shutdown.ts";

/** How often the relay looks for notifications that another replica accepted. Each look costs milliseconds of CPU. */
const SHARED_POLL_MS = 200;
/** Alone it is woken for each, and looks only in case that a read failed. */
const OWN_POLL_MS = 2_000;

function configure(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

function exitOnFatal(log: Log): (error: unknown) => void {
  return (error) => {
    log.fatal({ event: "fatal", err: error });
    log.flush(() => process.exit(1));
  };
}

const config = configure();
const log = createLog(config.logLevel);
const metrics = createMetrics();
const clock = Date.now;
const fatal = exitOnFatal(log);
const onError = (error: unknown) => log.error({ event: "error", err: error });
// What start-up or a defect throws: one log line, and an exit that the supervisor answers with a new start.
process.once("uncaughtException", fatal);

const outbox = await openOutbox(config.databaseUrl, {
  dedupeWindowMs: config.dedupeWindowMs,
  retentionMs: config.retentionMs,
  onCommit: (webhooks, seconds) => {
    metrics.commitWebhooks.observe(webhooks);
    metrics.commitSeconds.observe(seconds);
  },
  onFatal: fatal,
});
const rocketChat = createRocketChat({
  ...config.rocketChat,
  connections: config.deliveryConcurrency,
  clock,
  onRequest: metrics.observeRequest,
});
const relay = createRelay({
  outbox,
  deliver: rocketChat.deliver,
  holder: `${hostname()}/${process.pid}/${crypto.randomUUID()}`,
  concurrency: config.deliveryConcurrency,
  maxAgeMs: config.maxAgeMs,
  clock,
  pollMs: isShared(config.databaseUrl) ? SHARED_POLL_MS : OWN_POLL_MS,
  onAttempt: logAttempt(log),
  onSettled: metrics.observeSettled,
  onError,
});
const lifecycle = { ready: false };
const app = createApp({
  authenticator: createAuthenticator({ ...config, clock }),
  readBody: createBodyReader(config.maxBodyBytes),
  maxBodyBytes: config.maxBodyBytes,
  policy: config.policy,
  adminToken: config.adminToken,
  outbox,
  clock,
  onWebhook: (record) => {
    metrics.observeWebhook(record);
    logWebhook(log, record);
  },
  onAccepted: () => relay.wake(),
  isReady: () => lifecycle.ready,
  onError,
});
const server = createPublicServer(app);
trackInFlight(server, metrics.registry, metrics.httpDuration, metricLabels);
const metricsServer = createMetricsServer(async () => {
  metrics.observeRelay(relay.status());
  metrics.observeStore(await outbox.stats().catch(() => undefined), clock());
  return metrics.registry.metrics();
}, metrics.registry.contentType);
shutDownOnSignal({ config, log, lifecycle, server, metricsServer, relay, rocketChat, outbox });

relay.start();
const metricsPort = await listen(metricsServer, config.metricsPort, "METRICS_PORT");
const port = await listen(server, config.port, "PORT");
lifecycle.ready = true;
log.info({ event: "started", port, metricsPort, node: process.version });
if (config.allowUnauthenticated)
  log.warn({ event: "unauthenticated", detail: "ALLOW_UNAUTHENTICATED: anyone may post." });
