import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess } from "./end-process.ts";
import type { Log } from "./log.ts";
import type { Outbox } from "./outbox/outbox.ts";
import type { Relay } from "./relay/relay.ts";
import { closeServer } from "./server.ts";
import { within } from "./within.ts";

/** Requests are still served this long after readiness ends: kube-proxy needs up to a second to react. */
const DRAIN_MS = 1_500;

/** Open requests may take this long: the longest are those with `Prefer: wait=9`. */
const CLOSE_MS = 9_500;

export interface Running {
  config: { shutdownGraceMs: number };
  log: Log;
  lifecycle: { ready: boolean };
  server: Server;
  metricsServer: Server;
  relay: Relay;
  rocketChat: { close(): Promise<void> };
  outbox: Outbox;
}

/** The store gets at least this long to close. */
const STORE_CLOSE_MS = 2_000;

/** After the grace: 1 s for Rocket.Chat's connections, 2 s for the store's, and a second in reserve. */
const OVERTIME_MS = 4_000;

/**
 * Withdraws readiness at once, serves requests a little longer; then the server closes, the relay finishes open
 * deliveries and releases its lease, the outbox closes, and the process exits with 0. Exits with 1 if any of that
 * hangs.
 */
export async function shutDown(running: Running, signal: NodeJS.Signals): Promise<void> {
  const { config, log, lifecycle, server, metricsServer, relay, rocketChat, outbox } = running;
  const deadline = performance.now() + config.shutdownGraceMs;
  const left = () => Math.max(0, deadline - performance.now());
  log.info({ event: "stopping", signal });
  setTimeout(() => {
    log.error({ event: "stop_forced", detail: "The shutdown took too long and was aborted." });
    endProcess(log, 1);
  }, config.shutdownGraceMs + OVERTIME_MS);
  lifecycle.ready = false;
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  await sleep(Math.min(DRAIN_MS, left()));
  await within(Math.min(CLOSE_MS, left()), closeServer(server));
  server.closeAllConnections();
  await relay.stop(left());
  await within(1_000, rocketChat.close());
  // Gets the rest of the grace, because the journal's last entries are written only now.
  await within(Math.max(STORE_CLOSE_MS, left()), outbox.close());
  metricsServer.close();
  metricsServer.closeAllConnections();
  log.info({ event: "stopped" });
  endProcess(log, 0);
}
