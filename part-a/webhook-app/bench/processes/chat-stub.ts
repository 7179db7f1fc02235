import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { announce } from "./announce.ts";

/**
 * A Rocket.Chat that answers at once and counts, so that the sender is measured. `GET /count` shows the count, `/reset`
 * clears it.
 */
export interface ChatCount {
  sent: number;
  /** Fractional epoch milliseconds of the first request of any kind, and of the last message. */
  firstAt: number;
  lastAt: number;
}

const now = () => performance.timeOrigin + performance.now();
const nothing: ChatCount = { sent: 0, firstAt: 0, lastAt: 0 };
let count = { ...nothing };

/** The message's id comes first in the bodies sent here; parsing them would only take CPU from the sender. */
const MESSAGE_ID = /"_id":"([^"]+)"/;
const ROOM = /"rid":"([^"]+)"/;
const USERNAME = /"username":"([^"]+)"/;

function answerTo(url: string, body: string): string {
  if (url === "/count") return JSON.stringify(count);
  if (url === "/reset") return JSON.stringify((count = { ...nothing }));
  count.firstAt ||= now();
  if (url.endsWith("/chat.sendMessage")) {
    count.sent += 1;
    count.lastAt = now();
    return `{"success":true,"message":{"_id":"${MESSAGE_ID.exec(body)?.[1]}","rid":"${ROOM.exec(body)?.[1]}","msg":"","ts":""}}`;
  }
  if (url.endsWith("/im.create")) {
    const username = USERNAME.exec(body)?.[1];
    return `{"success":true,"room":{"rid":"room-of-${username}","usernames":["bot","${username}"]}}`;
  }
  return '{"success":true,"_id":"bot"}';
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.setEncoding("latin1");
  request.on("data", (text: string) => (body += text));
  request.on("end", () => {
    const answer = answerTo(request.url ?? "/", body);
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length }).end(answer);
  });
}

announce(createServer({ keepAliveTimeout: 60_000 }, serve));
