import { createServer } from "node:http";
import { announce } from "./announce.ts";

/** The minimum that a receiver in Node can do: read the body, answer 202. Every accept figure is a ratio to it. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    Buffer.concat(chunks);
    response.writeHead(202, { "content-type": "application/json" }).end('{"status":"accepted"}');
  });
});

announce(server);
