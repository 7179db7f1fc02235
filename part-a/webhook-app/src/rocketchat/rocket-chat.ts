import type { Deliver, FindMessage } from "../relay/delivery.ts";
import { createCall } from "./call.ts";
import { createCalls } from "./calls.ts";
import { createRocketChatClient } from "./client.ts";
import { createDeliver } from "./deliver.ts";
import { createFind } from "./find.ts";
import type { Operation } from "./operations.ts";
import { createRooms } from "./rooms.ts";

export interface RocketChatOptions {
  /** Where Rocket.Chat is; may have a path prefix. */
  url: string;
  /** The account that posts, and its personal access token. */
  userId: string;
  authToken: string;
  /** Requests at once, each on a connection of its own. */
  connections: number;
  /** For each request as a whole; 10 s by default. */
  timeoutMs?: number;
  /** Epoch milliseconds. */
  clock: () => number;
  /** Called after each request; `code` is the HTTP status, "timeout", or "error" for the network's. */
  onRequest?: (operation: Operation, code: string, seconds: number) => void;
}

export interface RocketChat {
  /** Rejects only when its signal is aborted, with the signal's reason. */
  deliver: Deliver;
  /** Rejects only when its signal is aborted, with the signal's reason. */
  find: FindMessage;
  /** Closes all connections at once; what is still under way fails. */
  close(): Promise<void>;
}

/**
 * Connects to one Rocket.Chat; no request is made before the first delivery.
 *
 * @throws When the token or the user id cannot be sent in a header, or the URL is none.
 */
export function createRocketChat({ timeoutMs = 10_000, clock, onRequest, ...options }: RocketChatOptions): RocketChat {
  const { client, pool } = createRocketChatClient({ ...options, timeoutMs });
  const calls = createCalls(client, createCall({ clock, onRequest }));
  return {
    deliver: createDeliver(calls, createRooms(clock)),
    find: createFind(calls),
    close: () => pool.destroy(),
  };
}
