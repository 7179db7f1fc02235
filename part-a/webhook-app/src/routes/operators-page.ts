import { join } from "node:path";
import type { Context } from "hono";
import { DELIVERY_REASONS, JOURNAL_REASONS, SKIP_REASONS } from "../reasons.ts";
import { TODO } from "../todo.ts";
import { answerAsset, readAssets, STRICT_HEADERS, toAsset, type Asset } from "./asset-folder.ts";

/** The operators' page: `GET /` and its assets under `/page/`. */
export function createOperatorsPage(adminToken: string | undefined) {
  let files: Map<string, Asset> | undefined;
  // Read at the first request: start-up does not wait for it.
  const assets = () => (files ??= readPage(adminToken !== undefined));
  return {
    answerPage: (c: Context): Response => answerAsset(c, assets().get("index.html")!, STRICT_HEADERS),
    /** `GET /page/{asset}`; undefined if there is no such asset. */
    answerPageAsset: (c: Context, name: string): Response | undefined => {
      const asset = assets().get(name);
      return asset && answerAsset(c, asset, STRICT_HEADERS);
    },
  };
}

function readPage(isOpen: boolean): Map<string, Asset> {
  const files = readAssets(join(import.meta.dirname, "../page"));
  return files.set("service.js", toAsset(Buffer.from(serviceModule(isOpen)), "text/javascript; charset=utf-8"));
}

/** Reasons of undelivered messages: a skipped person has no message, so searching for that reason would find none. */
const MESSAGE_REASONS = DELIVERY_REASONS.filter((reason) => !SKIP_REASONS.some((skipped) => skipped === reason));

/** What the page needs from the service, as a module, so that reasons and their sentences stay in one place. */
function serviceModule(isOpen: boolean): string {
  const constants = { HAS_ADMIN_TOKEN: isOpen, MESSAGE_REASONS, WEBHOOK_REASONS: JOURNAL_REASONS, TODO };
  return Object.entries(constants)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join("");
}
