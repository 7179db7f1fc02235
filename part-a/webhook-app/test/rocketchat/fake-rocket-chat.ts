import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
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
  /** How this server is, for whom the usual answers are not enough. */
  ways: Ways;
}

/** What differs between servers, versions and workspaces. */
interface Ways {
  /**
   * The names that it knows, as they are written there; without it, all. Others are dropped by im.create, so that the
   * bot's room with itself comes (createRoom of 8.5 on).
   */
  people?: string[];
  /** People whose direct rooms are encrypted and reject plain text (sendMessage.ts@006388d14e0c). */
  encrypted?: string[];
  /** Deactivated people. */
  inactive?: string[];
  /** `Message_MaxAllowedSize`. */
  maxSize?: number;
  /** An app that rebuilds each message under another id, or that lets none through. */
  app?: "rebuilds" | "prevents";
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

function refuse(code: string, words = code): Reaction {
  return reply(400, { success: false, error: words, errorType: code });
}

/** Opens the bot's room with somebody; the room is named after its other member. */
function createRoom({ people }: Ways, username: string): Reaction {
  const members = people === undefined || people.includes(username) ? [...new Set(["bot", username])] : ["bot"];
  const rid = `room-of-${members.at(-1)}`;
  return reply(200, { room: { _id: rid, rid, t: "d", usernames: members }, success: true });
}

export const ENCRYPTED_ROOM = "Not allowed to send un-encrypted messages in an encrypted room [error-not-allowed]";

const NOTHING_RETURNED = "Cannot read properties of undefined (reading 'starred')";

/** In the order of sendMessage.ts: size, then rights in the room, then apps, then whether the id is there already. */
function storeMessage(
  ways: Ways,
  stored: FakeRocketChat["stored"],
  { _id: id, ...rest }: SentBody["message"],
): Reaction {
  const { maxSize = 5_000, encrypted = [], app } = ways;
  if (rest.msg.length > maxSize)
    return refuse("error-message-size-exceeded", "Message size exceeds Message_MaxAllowedSize");
  if (encrypted.some((name) => rest.rid === `room-of-${name}`)) return refuse("error-not-allowed", ENCRYPTED_ROOM);
  const nothing = reply(400, { success: false, error: NOTHING_RETURNED });
  if (app === "prevents") return nothing;
  const storedId = app === "rebuilds" ? `app-${stored.size}` : id;
  if (stored.has(storedId)) return nothing;
  stored.set(storedId, rest);
  return reply(200, { message: { _id: storedId, ...rest }, success: true });
}

/** Does what Rocket.Chat 8 does when all is well; a repeated `_id` fails as in 7.7.1. */
function usualReactions(ways: Ways, stored: FakeRocketChat["stored"]): Record<Operation, Reaction> {
  return {
    "im.create": (response, received) =>
      createRoom(ways, (received.body as { username: string }).username)(response, received),
    "chat.sendMessage": (response, received) =>
      storeMessage(ways, stored, (received.body as SentBody).message)(response, received),
    "chat.getMessage": (response, received) => {
      const id = received.query["msgId"] ?? "";
      const found = stored.get(id);
      const body = found === undefined ? { success: false } : { message: { _id: id, ...found }, success: true };
      reply(found === undefined ? 400 : 200, body)(response, received);
    },
    // Exact, unlike im.create of old: findOneByIdOrUsername (getFullUserData.ts@03ca065e8d1f).
    "users.info": (response, received) => {
      const { username = "" } = received.query;
      const known = ways.people?.includes(username) ?? true;
      const active = ways.inactive?.includes(username) !== true;
      const body = { user: { _id: `id-of-${username}`, username, active }, success: true };
      (known ? reply(200, body) : reply(400, { success: false, error: "User not found." }))(response, received);
    },
    // Since 7.0 `_id` filters (server/api/v1/settings.ts@041941a22bfe).
    "settings.public": (response, received) => {
      const settings = [{ _id: "Message_MaxAllowedSize", value: ways.maxSize ?? 5_000 }];
      reply(200, { settings, count: 1, offset: 0, total: 1, success: true })(response, received);
    },
  };
}

/** A private key and its certificate, as PEM. */
export interface Identity {
  key: string;
  cert: string;
}

/** Starts a server on a free port unless one is given; everything goes well until `on` says otherwise. */
export async function startFake(prefix = "", port = 0, identity?: Identity): Promise<FakeRocketChat> {
  const received: Received[] = [];
  const stored: FakeRocketChat["stored"] = new Map();
  const ways: Ways = {};
  const usual = usualReactions(ways, stored);
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
  const listener = (request: IncomingMessage, response: ServerResponse) => void serve(request, response);
  const server = identity === undefined ? createServer(listener) : createTlsServer(identity, listener);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  async function stop(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
  return {
    url: `${identity === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    received,
    stored,
    ways,
    operations: () => received.map(({ operation }) => operation),
    on: (operation, ...reactions) => scripts.set(operation, reactions),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
