import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";

/** A sandbox's server. */
export interface Listening {
  /**
   * Listens until `close`; port 0 means any free port.
   *
   * @throws Error if the port is taken
   */
  listen(port?: number, host?: string): Promise<{ port: number; url: string }>;
  /** Closes every connection, even hanging ones. Listening again continues with the same state. */
  close(): Promise<void>;
}

/** The current certificate, and a notice when it changes. */
export interface Certificates {
  shown(): SecureContextOptions;
  watch(listener: () => void): () => void;
}

/** Serves `app` over HTTP, or HTTPS if there are certificates. */
export function createListening(app: Hono<{ Bindings: HttpBindings }>, certificates?: Certificates): Listening {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  let server: Server | undefined;
  return {
    listen(port = 0, host = "127.0.0.1") {
      const starting = serverOf((request, response) => void listener(request, response), certificates);
      server = starting;
      return new Promise((resolve, reject) => {
        starting.once("error", reject);
        starting.listen(port, host, () => {
          const bound = (starting.address() as AddressInfo).port;
          resolve({
            port: bound,
            url: `${certificates ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${bound}`,
          });
        });
      });
    },
    close() {
      const closing = server;
      server = undefined;
      if (closing === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        closing.close(() => resolve());
        closing.closeAllConnections();
      });
    },
  };
}

function serverOf(listener: RequestListener, certificates: Certificates | undefined): Server {
  if (certificates === undefined) return createServer(listener);
  const server = createSecureServer(certificates.shown(), listener);
  const unwatch = certificates.watch(() => server.setSecureContext(certificates.shown()));
  return server.once("close", unwatch);
}
