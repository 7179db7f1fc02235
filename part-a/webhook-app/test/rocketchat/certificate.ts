import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import type { Identity } from "./fake-rocket-chat.ts";

export const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

/** Makes a certificate that is its own CA. `file`: where it is, for NODE_EXTRA_CA_CERTS. */
export function makeCertificate(names: string, days = 30) {
  const directory = temporaryDirectory();
  const [key, file] = [join(directory, "key.pem"), join(directory, "ca.crt")];
  const what = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
  const who = ["-subj", "/CN=Example Corp CA", "-addext", `subjectAltName=${names}`];
  execFileSync("openssl", [...what, ...who, "-days", String(days), "-keyout", key, "-out", file], { stdio: "pipe" });
  const identity: Identity = { key: readFileSync(key, "utf8"), cert: readFileSync(file, "utf8") };
  return { identity, file };
}
