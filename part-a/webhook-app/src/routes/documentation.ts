import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Context } from "hono";

/** Swagger UI's files that the page needs, served from its npm package: no request leaves this host. */
const ASSETS = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GitLab to Rocket.Chat notifications</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const START = `window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  validatorUrl: null,
});
`;

/** Everything from ourselves; Swagger UI sets inline styles and has its icons in data URLs. */
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

/** `GET /docs`. */
export function docsPage(c: Context) {
  return c.html(PAGE, 200, { "content-security-policy": POLICY, "x-content-type-options": "nosniff" });
}

/** `GET /docs/{asset}`; undefined when there is no such asset. */
export async function docsAsset(c: Context, name: string): Promise<Response | undefined> {
  if (name === "start.js") return asset(c, START, ASSETS["swagger-ui-bundle.js"]);
  if (!Object.hasOwn(ASSETS, name)) return undefined;
  return asset(c, await readFile(require.resolve(`swagger-ui-dist/${name}`)), ASSETS[name as keyof typeof ASSETS]);
}

function asset(c: Context, body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return c.body(body, 200, {
    "content-type": type,
    "cache-control": "max-age=3600",
    "x-content-type-options": "nosniff",
  });
}
