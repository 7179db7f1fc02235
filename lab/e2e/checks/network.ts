import assert from "node:assert/strict";
import { servicePods } from "../cluster.ts";
import { kubectl } from "../kubectl.ts";

/** Tries where the service may and may not connect to, from its Pod; prints the code of each failure. */
const ATTEMPTS = `
const net = require("node:net");
const attempt = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port, timeout: 3000 });
  socket.on("connect", () => resolve("connected")).on("timeout", () => resolve("refused")).on("error", () => resolve("refused"));
});
Promise.all([
  attempt("rocket-chat.rocket-chat.svc.cluster.local", 3000),
  attempt("postgresql.webhook-app.svc.cluster.local", 5432),
  attempt("kubernetes.default.svc.cluster.local", 443),
  attempt(process.argv[1], 8080),
]).then((results) => { console.log(JSON.stringify(results)); process.exit(0); });`;

/** The service reaches Rocket.Chat and PostgreSQL, but neither the Kubernetes API nor the other replica. */
export async function network(): Promise<string> {
  const [from, to] = await servicePods();
  const [name, ip] = [from?.metadata?.name ?? "", to?.status?.podIP ?? ""];
  const exec = ["-n", "webhook-app", "exec", name, "-c", "webhook-app", "--", "node", "-e", ATTEMPTS, ip];
  const results = await kubectl(exec);
  assert.deepEqual(JSON.parse(results), ["connected", "connected", "refused", "refused"]);
  return "Rocket.Chat and PostgreSQL reached, Kubernetes API and the other replica not";
}
