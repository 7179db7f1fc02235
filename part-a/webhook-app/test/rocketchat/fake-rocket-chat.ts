import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Operation } from "../../src/rocketchat/operations.ts";

/** One request as it came. */
export interface Received {
  operation: Operation;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage["headers"];
  body: unknown;
}

/** What the fake does with one request. */
export type Reaction = (response: ServerResponse, received: Received) => void;

export interface FakeRocketChat extends AsyncDisposable {
  url: string;
  received: Received[];
  /** The operations that were asked for, in order. */
  operations(): Operation[];
  /** Scripts an operation: one reaction for each request, the last one for all further requests. */
  on(operation: Operation, ...reactions: Reaction[]): void;
  /** Ends all connections and listens no longer. */
  stop(): Promise<void>;
  /** Messages stored under their id. */
  stored: Map<string, { rid: string; msg: string }>;
}

export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Reaction {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

export const hang: Reaction = () => undefined;

export const cut: Reaction = (response) => response.socket?.destroy();

export const HTML = "<!doctype html><title>502 Bad Gateway</title>";

interface SentBody {
  message: { _id: string; rid: string; msg: string };
}

/** Does what Rocket.Chat 8 does when all is well; a repeated `_id` fails as in 7.7.1. */
function usualReactions(stored: FakeRocketChat["stored"]): Record<Operation, Reaction> {
  return {
    "im.create": (response, { body }) => {
      const rid = `room-of-${(body as { username: string }).username}`;
      reply(200, { room: { _id: rid, rid, t: "d", usernames: ["bot"] }, success: true })(response, {} as Received);
    },
    "chat.sendMessage": (response, received) => {
      const { _id: id, ...rest } = (received.body as SentBody).message;
      if (stored.has(id)) {
        const error = "Cannot read properties of undefined (reading 'starred')";
        return reply(400, { success: false, error })(response, received);
      }
      stored.set(id, rest);
      return reply(200, { message: { _id: id, ...rest }, success: true })(response, received);
    },
    "chat.getMessage": (response, received) => {
      const id = received.query["msgId"] ?? "";
      const found = stored.get(id);
      const body = found === undefined ? { success: false } : { message: { _id: id, ...found }, success: true };
      reply(found === undefined ? 400 : 200, body)(response, received);
    },
    "users.info": (response, received) => {
      const { username } = received.query;
      reply(200, { user: { _id: "u1", username, active: true }, success: true })(response, received);
    },
    me: reply(200, { _id: "bot-id", username: "bot", success: true }),
  };
}

/** Starts a server on a free port unless one is given; everything goes well until `on` says otherwise. */
export async function startFake(prefix = "", port = 0): Promise<FakeRocketChat> {
  const received: Received[] = [];
  const stored: FakeRocketChat["stored"] = new Map();
  const usual = usualReactions(stored);
  const scripts = new Map<Operation, Reaction[]>();
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await buffer(request);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
    const operation = pathname.replace(`${prefix}/api/v1/`, "") as Operation;
    const body: unknown = raw.length === 0 ? undefined : JSON.parse(raw.toString());
    const { method = "", headers } = request;
    const one = { operation, method, path: pathname, query: Object.fromEntries(searchParams), headers, body };
    received.push(one);
    const script = scripts.get(operation) ?? [];
    const reaction = script.length > 1 ? script.shift() : script[0];
    const usualReaction = usual[operation] as Reaction | undefined;
    (reaction ?? usualReaction ?? reply(404, { success: false, error: "Resource not found" }))(response, one);
  }
  const server = createServer((request, response) => void serve(request, response)).listen(port, "127.0.0.1");
  await once(server, "listening");
  async function stop(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    received,
    stored,
    operations: () => received.map(({ operation }) => operation),
    on: (operation, ...reactions) => scripts.set(operation, reactions),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
