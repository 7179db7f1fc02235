/** Runs in a Pod: accepts what Alertmanager's webhook receiver posts, and returns it as one JSON list. */
import { createServer } from "node:http";

const received: unknown[] = [];

const server = createServer((request, response) => {
  if (request.method !== "POST") return void response.end(JSON.stringify(received));
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    received.push({ at: Date.now() / 1000, ...(JSON.parse(body) as object) });
    response.end();
  });
});
server.listen(8080);
process.once("SIGTERM", () => process.exit(0));
