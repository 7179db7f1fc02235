import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";

/** How a sandbox is reached. */
export interface Listening {
  /**
   * Listens until `close`; port 0 takes a free one.
   *
   * @throws Error when the port is taken
   */
  listen(port?: number, host?: string): Promise<{ port: number; url: string }>;
  /** Cuts every connection, hung ones too. Listening again goes on with the same state. */
  close(): Promise<void>;
}

/** Serves `app` over HTTP. */
export function createListening(app: Hono<{ Bindings: HttpBindings }>): Listening {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  let server: Server | undefined;
  return {
    listen(port = 0, host = "127.0.0.1") {
      const starting = createServer((request, response) => void listener(request, response));
      server = starting;
      return new Promise((resolve, reject) => {
        starting.once("error", reject);
        starting.listen(port, host, () => {
          const bound = (starting.address() as AddressInfo).port;
          resolve({ port: bound, url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}` });
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
