import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { streamEvents, type StreamDeps } from "./event-stream.ts";
import { viewInbox, viewThread } from "./inbox.ts";

const FOLDER = join(import.meta.dirname, "page");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Everything comes from here, and nothing inline: what slips through the rendering still cannot run or load. */
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
};

/** The inbox page, its files and its data. */
export function createInboxPage(deps: StreamDeps & { version: string }): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const name of readdirSync(FOLDER)) {
    const path = name === "index.html" ? "/" : `/page/${name}`;
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    app.get(path, (context) =>
      context.body(readFileSync(join(FOLDER, name)), 200, { ...HEADERS, "Content-Type": type }),
    );
  }
  app.get("/sandbox/inbox", (context) => context.json(viewInbox(deps.workspace, deps.faults, deps.version)));
  app.get("/sandbox/inbox/:username", (context) => {
    const before = Number(context.req.query("before") ?? Infinity);
    return context.json(viewThread(deps.workspace, context.req.param("username"), before));
  });
  app.get("/sandbox/events", (context) => streamEvents(context, deps));
  return app;
}
