import { hostname } from "node:os";
import { createApp } from "./app.ts";
import { version } from "./command-line.ts";
import type { Config } from "./config.ts";
import { createAuthenticator } from "./gitlab/authenticate.ts";
import { logAttempt, logChangedId, logPause, logWebhook } from "./log-lines.ts";
import type { Log } from "./log.ts";
import type { createMetrics } from "./metrics.ts";
import { trackInFlight } from "./metrics/in-flight.ts";
import { shorten } from "./notifications/shorten.ts";
import { isShared } from "./outbox/open.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { followRecipientsFile, keepLooking, type RecipientsFile } from "./recipients-file.ts";
import { createRelay, type Relay } from "./relay/relay.ts";
import { createRocketChat, type RocketChat } from "./rocketchat/rocket-chat.ts";
import { createBodyReader } from "./routes/read-body.ts";
import { metricLabels } from "./routes/route-table.ts";
import { createMetricsServer, createPublicServer } from "./server.ts";

/** How often the relay polls for notifications that another replica accepted. Each poll costs milliseconds of CPU. */
const SHARED_POLL_MS = 200;
/** With a single process it is woken for each notification, and polls only in case a read failed. */
const OWN_POLL_MS = 2_000;

/** What every part of the service needs. */
export interface Base {
  config: Config;
  log: Log;
  metrics: ReturnType<typeof createMetrics>;
  clock: () => number;
  onError: (error: unknown) => void;
  /** From the end of start-up until shutdown begins. */
  lifecycle: { ready: boolean };
}

/** Creates every part of the service around its outbox; starts nothing yet. */
export function wire(base: Base, outbox: Outbox) {
  const rocketChat = wireRocketChat(base);
  const relay = wireRelay(base, outbox, rocketChat);
  const server = wireServer(base, outbox, relay);
  const metricsServer = wireMetricsServer(base, outbox, relay);
  return { rocketChat, relay, server, metricsServer };
}

function wireRocketChat({ config, log, metrics, clock }: Base): RocketChat {
  const warnOfChangedId = logChangedId(log, clock);
  return createRocketChat({
    ...config.rocketChat,
    connections: config.deliveryConcurrency,
    shorten,
    clock,
    onRequest: metrics.observeRequest,
    onMessageIdChanged(messageId, storedId) {
      metrics.countChangedId();
      warnOfChangedId(messageId, storedId);
    },
  });
}

function wireRelay({ config, log, metrics, clock, onError }: Base, outbox: Outbox, rocketChat: RocketChat): Relay {
  const onAttempt = logAttempt(log);
  return createRelay({
    outbox,
    deliver: rocketChat.deliver,
    find: rocketChat.find,
    holder: `${hostname()}/${process.pid}/${crypto.randomUUID()}`,
    concurrency: config.deliveryConcurrency,
    maxAgeMs: config.maxAgeMs,
    lateAfterMs: config.lateAfterMs,
    digestAfter: config.digestAfter,
    clock,
    pollMs: isShared(config.databaseUrl) ? SHARED_POLL_MS : OWN_POLL_MS,
    onAttempt(attempt) {
      metrics.observeAttempt(attempt);
      onAttempt(attempt);
    },
    ...logPause(log),
    onSettled: metrics.observeSettled,
    onError,
  });
}

function wireServer({ config, log, metrics, clock, onError, lifecycle }: Base, outbox: Outbox, relay: Relay) {
  const store = isShared(config.databaseUrl) ? "postgresql" : "sqlite";
  const about = { version: version(), store, startedAt: clock() } as const;
  metrics.observeAbout(about);
  const recipients = followRecipients(config, log, metrics);
  const app = createApp({
    authenticator: createAuthenticator({ ...config, clock }),
    readBody: createBodyReader(config.maxBodyBytes),
    maxBodyBytes: config.maxBodyBytes,
    policy: recipients.policy,
    recipientsMistakes: recipients.mistakes,
    adminToken: config.adminToken,
    outbox,
    clock,
    onWebhook: (record) => {
      metrics.observeWebhook(record);
      logWebhook(log, record);
    },
    onAccepted: () => relay.wake(),
    relayStatus: () => relay.status(),
    about,
    isReady: () => lifecycle.ready,
    onError,
  });
  const server = createPublicServer(app);
  trackInFlight(server, metrics.registry, metrics.httpDuration, metricLabels);
  return server;
}

function wireMetricsServer({ metrics, clock }: Base, outbox: Outbox, relay: Relay) {
  return createMetricsServer(async () => {
    metrics.observeRelay(relay.status());
    metrics.observeStore(await outbox.stats().catch(() => undefined), clock());
    return metrics.registry.metrics();
  }, metrics.registry.contentType);
}

/** Reloads the recipients file when it changes; without a file the policy is constant. */
function followRecipients(
  { policy, recipientsFile }: Config,
  log: Log,
  metrics: Base["metrics"],
): Pick<RecipientsFile, "policy" | "mistakes"> {
  if (!recipientsFile) return { policy: () => policy, mistakes: () => [] };
  const { file, text } = recipientsFile;
  const recipients = followRecipientsFile({
    file,
    start: { text, policy },
    onRead: ({ rules }) => {
      metrics.observeRecipientsFile(true);
      log.info({ event: "recipients_file_read", file, rules: rules.length });
    },
    onRefused: (mistakes) => {
      metrics.observeRecipientsFile(false);
      log.error({ event: "recipients_file_refused", file, mistakes, detail: "The last valid version stays in force." });
    },
  });
  keepLooking(recipients);
  return recipients;
}
