import { createRequire } from "node:module";
import { join } from "node:path";
import type { Context } from "hono";
import { answerAsset, readAsset, readAssets, type Asset } from "./asset-folder.ts";

/**
 * The files of Swagger UI that the page needs, served from its npm package: the page loads nothing from other hosts.
 */
const SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js"];

/** Everything from this server; Swagger UI sets inline styles and has its icons in data URLs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const require = createRequire(import.meta.url);

/** Read at the first request: start-up does not wait for 1.5 MB of Swagger UI. */
let files: Map<string, Asset> | undefined;

function assets(): Map<string, Asset> {
  if (files) return files;
  files = readAssets(join(import.meta.dirname, "../docs"));
  for (const name of SWAGGER_UI) files.set(name, readAsset(require.resolve(`swagger-ui-dist/${name}`)));
  return files;
}

/** `GET /docs`. */
export function docsPage(c: Context): Response {
  return answerAsset(c, assets().get("index.html")!, { "content-security-policy": POLICY });
}

/** `GET /docs/`: the page's URLs are relative, so that it also works below a proxy's path. */
export function docsWithSlash(c: Context): Response {
  return c.redirect("../docs", 308);
}

/** `GET /docs/{asset}`; undefined if there is no such asset. */
export function docsAsset(c: Context, name: string): Response | undefined {
  const asset = assets().get(name);
  return asset && answerAsset(c, asset);
}
