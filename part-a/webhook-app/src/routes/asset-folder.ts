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

/** Everything from ourselves, and nothing inline: what a hostile title might bring still cannot run or load. */
const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For a page that shows what anybody may have written, and for its assets. */
export const STRICT_HEADERS = { "content-security-policy": STRICT_POLICY, "referrer-policy": "no-referrer" };

/** A file that is served as it is. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
}

/** The files of a folder and of those in it, by their paths. */
export function readAssets(folder: string): Map<string, Asset> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => extname(path) !== "");
  return new Map(paths.map((path) => [path, readAsset(join(folder, path))]));
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
