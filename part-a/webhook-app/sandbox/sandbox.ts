import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createControlApi } from "./control-api.ts";
import { createFaults } from "./faults.ts";
import { createInboxPage } from "./inbox-page.ts";
import { openJournal } from "./journal.ts";
import { createListening } from "./listening.ts";
import type { SandboxOptions } from "./options.ts";
import { createRateLimiter, DEFAULT_RATE_LIMIT } from "./rate-limiter.ts";
import { createRestApi } from "./rest-api.ts";
import { seedPeople } from "./seed-people.ts";
import { DEFAULT_SERVER, SERVERS } from "./servers.ts";
import { createSettings } from "./settings.ts";
import { createPrivateCa } from "./tls/private-ca.ts";
import { createWorkspace } from "./workspace.ts";

/**
 * Creates a stand-in for the part of Rocket.Chat that sends direct messages; it does not listen yet. Closing it
 * and listening again acts like a server that was down: its state stays.
 *
 * @throws Error if the file of an earlier run cannot be read
 */
export function createSandbox(options: SandboxOptions = {}) {
  const { clock = Date.now, hooks = {}, replay = "throws", rateLimit = DEFAULT_RATE_LIMIT } = options;
  const server = SERVERS[options.server ?? DEFAULT_SERVER];
  const journal = openJournal(options.file);
  const workspace = createWorkspace(journal, server);
  seedPeople(workspace, options, clock);
  const faults = createFaults();
  const settings = createSettings(server, options.settings ?? {}, faults);
  const limiter = createRateLimiter(rateLimit, clock);
  const onStored = hooks.onStored ?? (() => undefined);
  const reset = () => {
    workspace.reset();
    faults.replace([]);
    limiter.clear();
  };

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route("/", createRestApi({ workspace, server, settings, clock, replay, onStored, faults, limiter, hooks }));
  app.route("/", createControlApi({ workspace, faults, reset }));
  app.route("/", createInboxPage({ workspace, faults, version: server.version }));
  app.notFound((context) => context.json({ success: false, error: "Resource not found" }, 404));

  const ca = options.tls ? createPrivateCa(faults) : undefined;
  const listening = createListening(app, ca && { shown: ca.shown, watch: faults.watch });
  return { workspace, ledger: workspace.ledger, faults, reset, caCertificate: ca?.certificate, ...listening };
}
