import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Context } from "hono";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file that is served as it is. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
}

/** The files of a folder by name. */
export function readAssets(folder: string): Map<string, Asset> {
  return new Map(readdirSync(folder).map((name) => [name, readAsset(join(folder, name))]));
}

/** One file, of a type by its name's end. */
export function readAsset(path: string): Asset {
  return toAsset(readFileSync(path), TYPES[extname(path)] ?? "application/octet-stream");
}

/** Bytes as a file. */
export function toAsset(body: Uint8Array<ArrayBuffer>, type: string): Asset {
  return { body, type, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

/**
 * Answers with a file. A browser asks each time and gets 304 as long as the file is the same: after an upgrade no old
 * module meets a new one.
 */
export function answerAsset(c: Context, { body, type, etag }: Asset, headers: Record<string, string> = {}): Response {
  const common = { etag, "cache-control": "no-cache", "x-content-type-options": "nosniff", ...headers };
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, common);
  return c.body(body, 200, { ...common, "content-type": type });
}
