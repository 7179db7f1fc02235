#!/usr/bin/env node
// Prints curl options that sign a payload as GitLab >= 19.0 does (Standard Webhooks):
//   curl $(node scripts/sign-webhook.mjs whsec_… payload.json) --data-binary @payload.json URL
// Plain JavaScript without dependencies, so that any Node >= 18 runs it.
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

const [token, file] = process.argv.slice(2);
if (!token?.startsWith("whsec_") || !file) {
  console.error("usage: sign-webhook.mjs whsec_<base64 of 32 bytes> <payload file>");
  process.exit(2);
}
const id = randomUUID();
const timestamp = Math.floor(Date.now() / 1000);
const key = Buffer.from(token.slice("whsec_".length), "base64");
const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(readFileSync(file)).digest("base64");
// No blank after the colons: the shell splits this output at blanks.
console.log(
  `-H webhook-id:${id} -H idempotency-key:${id} -H webhook-timestamp:${timestamp} -H webhook-signature:v1,${signature}`,
);
