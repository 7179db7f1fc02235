import assert from "node:assert/strict";
import { servicePodNames } from "../cluster.ts";
import { kubectl } from "../kubectl.ts";

/** Tries what the process may not do, from inside; prints the code of each error. */
const ATTEMPTS = `
const fs = require("node:fs");
const code = (attempt) => { try { attempt(); return "done"; } catch (error) { return error.code; } };
console.log(JSON.stringify({
  uid: process.getuid(),
  root: code(() => fs.writeFileSync("/written", "")),
  app: code(() => fs.writeFileSync("/app/written", "")),
  cache: code(() => fs.writeFileSync("/compile-cache/written", "")),
  temporary: code(() => fs.writeFileSync("/tmp/written", "")),
  recipients: code(() => fs.writeFileSync("/etc/webhook-app/recipients.yaml", "")),
  token: code(() => fs.statSync("/var/run/secrets/kubernetes.io/serviceaccount/token")),
  shell: code(() => fs.statSync("/bin/sh")),
}));`;

/** The service runs unprivileged, on a read-only file system, without a token or a shell. */
export async function confined(): Promise<string> {
  const [pod] = await servicePodNames();
  assert.ok(pod, "there is a Pod");
  const output = await kubectl(["-n", "webhook-app", "exec", pod, "-c", "webhook-app", "--", "node", "-e", ATTEMPTS]);
  assert.deepEqual(JSON.parse(output), {
    uid: 1000,
    root: "EROFS",
    app: "EROFS",
    cache: "EROFS",
    temporary: "EROFS",
    recipients: "EROFS",
    token: "ENOENT",
    shell: "ENOENT",
  });
  return output.trim();
}
