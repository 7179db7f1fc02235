#!/usr/bin/env node
// Prints curl options that sign a payload as GitLab >= 19.0 does:
//   curl $(node scripts/sign-webhook.mjs whsec_… payload.json) --data-binary @payload.json URL
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { signedHeaders } from "../commands/shared/signed-headers.mjs";

const [token, file] = process.argv.slice(2);
if (!token?.startsWith("whsec_") || !file) {
  console.error("usage: sign-webhook.mjs whsec_<base64 of 32 bytes> <payload file>");
  process.exit(2);
}
try {
  const headers = Object.entries(signedHeaders(token, randomUUID(), readFileSync(file)));
  // No blank after the colons, because the shell splits this output at blanks.
  console.log(headers.map(([name, value]) => `-H ${name}:${value}`).join(" "));
} catch (error) {
  console.error(`sign-webhook.mjs: ${error.message}`);
  process.exit(2);
}
