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

/** Everything from this server, and nothing inline: content of a hostile title can neither run nor load anything. */
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

/** For a page that shows untrusted text, and for its assets. */
export const STRICT_HEADERS = { "content-security-policy": STRICT_POLICY, "referrer-policy": "no-referrer" };

/** A file that is served unchanged. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
}

/** The files of a folder and its subfolders, by their paths. */
export function readAssets(folder: string): Map<string, Asset> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => extname(path) !== "");
  return new Map(paths.map((path) => [path, readAsset(join(folder, path))]));
}

/** One file; its extension gives the type. */
export function readAsset(path: string): Asset {
  return toAsset(readFileSync(path), TYPES[extname(path)] ?? "application/octet-stream");
}

/** Bytes as a file. */
export function toAsset(body: Uint8Array<ArrayBuffer>, type: string): Asset {
  return { body, type, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

/**
 * Answers with a file. A browser asks each time and gets 304 while the file is unchanged: after an upgrade it never
 * mixes old modules with new ones.
 */
export function answerAsset(c: Context, { body, type, etag }: Asset, headers: Record<string, string> = {}): Response {
  const common = { etag, "cache-control": "no-cache", "x-content-type-options": "nosniff", ...headers };
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, common);
  return c.body(body, 200, { ...common, "content-type": type });
}
