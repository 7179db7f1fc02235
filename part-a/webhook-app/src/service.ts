import type { Config } from "./config.ts";
import { endProcess } from "./end-process.ts";
import { createLog, type Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { loadOutbox, type OpenOutbox } from "./outbox/open.ts";
import type { Outbox } from "./outbox/outbox.ts";
import type { StopSignals } from "./stop-signals.ts";
import type { Base } from "./wiring.ts";

/** Starts the service; resolves when it listens. */
export async function startService(config: Config, stopSignals: StopSignals): Promise<void> {
  const metrics = createMetrics();
  const log = createLog(config.logLevel, metrics.observeDroppedLines);
  const onError = (error: unknown) => log.error({ event: "error", err: error });
  const base: Base = { config, log, metrics, clock: Date.now, onError, lifecycle: { ready: false } };
  const fatal = exitOnFatal(log);
  // An error at the start, or a bug: one log line, and an exit after which the supervisor restarts the process.
  process.on("uncaughtException", fatal);

  // The store opens while most of the code is loaded: SQLite's writer is its own thread, and PostgreSQL is waited for.
  const openOutbox = await loadOutbox(config.databaseUrl);
  const [outbox, { wire }, { listen }, { shutDown }] = await Promise.all([
    open(openOutbox, base, fatal),
    import("./wiring.ts"),
    import("./server.ts"),
    import("./shutdown.ts"),
  ]);
  const parts = wire(base, outbox);
  stopSignals.answerBy((signal) => void shutDown({ ...base, ...parts, outbox }, signal));

  parts.relay.start();
  const { host } = config;
  const metricsPort = await listen(parts.metricsServer, { port: config.metricsPort, host }, "METRICS_PORT");
  const port = await listen(parts.server, { port: config.port, host }, "PORT");
  base.lifecycle.ready = true;
  log.info({ event: "started", port, metricsPort, node: process.version });
  if (config.allowUnauthenticated)
    log.warn({ event: "unauthenticated", detail: "ALLOW_UNAUTHENTICATED is set: anyone can send webhooks." });
}

function exitOnFatal(log: Log): (error: unknown) => void {
  return (error) => {
    log.fatal({ event: "fatal", err: error });
    endProcess(log, 1);
  };
}

function open(
  openOutbox: OpenOutbox,
  { config, log, metrics }: Base,
  onFatal: (error: unknown) => void,
): Promise<Outbox> {
  return openOutbox({
    dedupeWindowMs: config.dedupeWindowMs,
    retentionMs: config.retentionMs,
    onCommit: (webhooks, seconds) => {
      metrics.commitWebhooks.observe(webhooks);
      metrics.commitSeconds.observe(seconds);
    },
    onTrouble: ({ message }) => log.warn({ event: "outbox_unavailable", detail: message }),
    onFatal,
  });
}
