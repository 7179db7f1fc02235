import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createAuthenticator } from "../../src/gitlab/authenticate.ts";
import { trackInFlight } from "../../src/metrics/in-flight.ts";
import { createLog } from "../../src/log.ts";
import { logWebhook } from "../../src/log-lines.ts";
import { createMetrics } from "../../src/metrics.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { createBodyReader } from "../../src/routes/read-body.ts";
import { metricLabels } from "../../src/routes/route-table.ts";
import { createPublicServer, listen } from "../../src/server.ts";

/** The service's whole receiving half, with an outbox that stores nothing: the difference is what the store adds. */
const config = loadConfig(process.env);
const metrics = createMetrics();
const log = createLog(config.logLevel, metrics.observeDroppedLines);

const forgetful = {
  accept: ({ notifications }) =>
    Promise.resolve({
      status: "accepted",
      notifications: notifications.map(({ recipient }) => ({ id: 1, recipient })),
    }),
} satisfies Pick<Outbox, "accept"> as unknown as Outbox;

const app = createApp({
  authenticator: createAuthenticator({ ...config, clock: Date.now }),
  readBody: createBodyReader(config.maxBodyBytes),
  maxBodyBytes: config.maxBodyBytes,
  policy: () => config.policy,
  adminToken: undefined,
  outbox: forgetful,
  clock: Date.now,
  onWebhook(record) {
    metrics.observeWebhook(record);
    logWebhook(log, record);
  },
  onAccepted: () => {},
  recipientsMistakes: () => [],
  relayStatus: () => ({ leader: false, holder: "", paused: null, lanesOnHold: [] }),
  about: { version: "", store: "sqlite", startedAt: 0 },
  isReady: () => true,
  onError: (error) => log.error({ event: "error", err: error }),
});
const server = createPublicServer(app);
trackInFlight(server, metrics.registry, metrics.httpDuration, metricLabels);
log.info({ event: "started", port: await listen(server, { port: 0, host: "127.0.0.1" }) });
