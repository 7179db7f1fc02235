import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { answerAsset, readAssets, STRICT_HEADERS } from "../src/routes/asset-folder.ts";
import { streamEvents, type StreamDeps } from "./event-stream.ts";
import { viewInbox, viewThread } from "./inbox.ts";

/** The page's own files, and those that it shares with the service's page. */
const FOLDERS = { "": "page", "parts/": "../src/page/parts" };

/** The inbox page, its files and its data. */
export function createInboxPage(deps: StreamDeps & { version: string }): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const [prefix, folder] of Object.entries(FOLDERS)) {
    for (const [name, asset] of readAssets(join(import.meta.dirname, folder))) {
      const path = name === "index.html" ? "/" : `/page/${prefix}${name}`;
      app.get(path, (c) => answerAsset(c, asset, STRICT_HEADERS));
    }
  }
  app.get("/sandbox/inbox", (context) => context.json(viewInbox(deps.workspace, deps.faults, deps.version)));
  app.get("/sandbox/inbox/:username", (context) => {
    const before = Number(context.req.query("before") ?? Infinity);
    return context.json(viewThread(deps.workspace, context.req.param("username"), before));
  });
  app.get("/sandbox/events", (context) => streamEvents(context, deps));
  return app;
}
