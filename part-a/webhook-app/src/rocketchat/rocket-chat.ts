import type { Deliver, FindMessage } from "../relay/delivery.ts";
import { createCall } from "./call.ts";
import { createCalls } from "./calls.ts";
import { createRocketChatClient, type Proxy } from "./client.ts";
import { createDeliver } from "./deliver.ts";
import { createWitness } from "./evidence.ts";
import { createFind } from "./find.ts";
import { createPost, type Shorten } from "./post.ts";
import { createSizeLimit } from "./size-limit.ts";
import { describeCertificate } from "./certificate.ts";
import type { Operation } from "./operations.ts";
import { createRooms } from "./rooms.ts";

export interface RocketChatOptions {
  /** Rocket.Chat's base URL; may have a path prefix. */
  url: string;
  /** The account that posts, and its personal access token. */
  userId: string;
  authToken: string;
  /** Concurrent requests, each on its own connection. */
  connections: number;
  /** For each whole request; 10 s by default. */
  timeoutMs?: number;
  /** The proxies for https and http URLs, and the hosts that are reached without one. */
  proxy?: Proxy;
  /** For workspaces with a lower message size limit than usual. */
  shorten: Shorten;
  /** Epoch milliseconds. */
  clock: () => number;
  /** Called after each request; `code` is the HTTP status, "timeout", or "error" for the network's. */
  onRequest?: (operation: Operation, code: string, seconds: number) => void;
  /** An app rebuilt a message under another id: a repetition could not be recognised. */
  onMessageIdChanged?: (sentId: string, storedId: string) => void;
}

export interface RocketChat {
  /** Rejects only when its signal is aborted, with the signal's reason. */
  deliver: Deliver;
  /** Rejects only when its signal is aborted, with the signal's reason. */
  find: FindMessage;
  /** Closes all connections at once; requests under way fail. */
  close(): Promise<void>;
}

/**
 * Connects to one Rocket.Chat; makes no request before the first delivery.
 *
 * @throws If the token or the user id cannot be sent in a header, or the URL is invalid.
 */
export function createRocketChat(options: RocketChatOptions): RocketChat {
  const { timeoutMs = 10_000, clock, onRequest, onMessageIdChanged, shorten, ...where } = options;
  const { client, close, proxied } = createRocketChatClient({ ...where, timeoutMs });
  const url = new URL(where.url);
  // Behind a proxy the certificate is not examined: that would need another tunnel.
  const lookAtCertificate = async () => (proxied ? undefined : describeCertificate(url));
  const witness = createWitness(where.authToken);
  const calls = createCalls(client, createCall({ clock, onRequest, witness, lookAtCertificate }));
  const post = createPost(calls, createSizeLimit(calls, clock), shorten);
  return {
    deliver: createDeliver({ calls, rooms: createRooms(clock), post, onMessageIdChanged }),
    find: createFind(calls),
    close,
  };
}
