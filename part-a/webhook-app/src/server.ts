import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { HttpBindings } from "@hono/node-server";

/** How long clients may take; all in milliseconds. */
export interface Timeouts {
  headersTimeout: number;
  requestTimeout: number;
  keepAliveTimeout: number;
  connectionsCheckingInterval: number;
}

const TIMEOUTS: Timeouts = {
  headersTimeout: 10_000,
  // For the whole request: GitLab itself gives up after 10 s, and a client that trickles its body must not hold memory
  // for minutes.
  requestTimeout: 15_000,
  // Longer than the idle timeout of common proxies (60 s), so that they close first and never race with us.
  keepAliveTimeout: 65_000,
  // By default Node checks only every 30 s.
  connectionsCheckingInterval: 2_000,
};

/** The HTTP server of the public port, not yet listening. */
export function createPublicServer(app: Hono<{ Bindings: HttpBindings }>, timeouts: Timeouts = TIMEOUTS): Server {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: true });
  return createServer(timeouts, (request, response) => void listener(request, response));
}

/** The HTTP server of the metrics port, not yet listening. */
export function createMetricsServer(render: () => Promise<string>, contentType: string): Server {
  return createServer(TIMEOUTS, (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    if (request.url?.split("?", 1)[0] !== "/metrics") return void response.writeHead(404).end();
    if (request.method !== "GET" && request.method !== "HEAD")
      return void response.writeHead(405, { allow: "GET, HEAD" }).end();
    render().then(
      (text) => response.writeHead(200, { "content-type": contentType }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
}

/** Where to listen. */
export interface Address {
  port: number;
  /** All interfaces when undefined. */
  host: string | undefined;
}

/**
 * Listens; resolves to the port, which the system chooses if it is 0.
 *
 * @param variable the environment variable of the port, for the error
 * @throws Error if the port is not available
 */
export function listen(server: Server, { port, host }: Address, variable = "port"): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const where = `${variable}=${port}${host === undefined ? "" : `, HOST=${host}`}`;
      const what = `Cannot listen on ${where}: ${cause.message}. Free it or choose another.`;
      reject(new Error(what, { cause }));
    });
    server.listen({ port, host }, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Stops accepting and resolves when the last open request is answered. Closes idle connections, even those that
 * become idle later: otherwise the kept-alive connection of the last answer would delay the end.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
