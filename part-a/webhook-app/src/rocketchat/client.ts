import createClient, { type Client } from "openapi-fetch";
import type { Dispatcher } from "undici";
import type { paths } from "../generated/rocket-chat.ts";
import { exchange, type Target } from "./exchange.ts";
import { SlimRequest } from "./slim-request.ts";
import { slimResponse } from "./slim-response.ts";

export type RocketChatClient = Client<paths>;

/** As in HTTP_PROXY, HTTPS_PROXY and NO_PROXY; "" for none. */
export interface Proxy {
  http: string;
  https: string;
  no: string;
}

export interface ClientOptions {
  /** Rocket.Chat's base URL, with any path prefix. */
  url: string;
  userId: string;
  authToken: string;
  proxy?: Proxy | undefined;
  /** The number of connections that are kept open. */
  connections: number;
  /** For each whole request. */
  timeoutMs: number;
}

/** Our largest expected answer is one message; a hostile or broken server must not fill our memory. */
const LARGEST_ANSWER = 1024 * 1024;

/**
 * The headers of every request. They are constant: GET sends Content-Type too, where it does no harm.
 */
function createHeaders({ userId, authToken }: ClientOptions): Record<string, string> {
  // Checked here, once, because a library's error would repeat the secret.
  const sendable = /^[\u0021-\u007e]+$/;
  if (!sendable.test(authToken))
    throw new Error("The Rocket.Chat token has characters that are not allowed in HTTP headers.");
  if (!sendable.test(userId))
    throw new Error("The Rocket.Chat user id has characters that are not allowed in HTTP headers.");
  return { "Content-Type": "application/json", "X-Auth-Token": authToken, "X-User-Id": userId };
}

/**
 * Loads undici only now: it would be a fifth of what a start loads, and a replica that is not the leader never needs
 * it.
 */
async function createPool({ url, connections, timeoutMs, proxy }: ClientOptions): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import("undici");
  const options = {
    connections,
    maxResponseSize: LARGEST_ANSWER,
    // Our own timer covers the whole request; this one only tells "no connection" from "no answer".
    connect: { timeout: timeoutMs / 2 },
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (!isProxied(proxy)) return new Pool(new URL(url).origin, options);
  // A proxy's agent connects by itself; it takes the timeout for that from here.
  const proxyTls = { timeout: timeoutMs / 2 };
  const ways = { httpProxy: proxy.http, httpsProxy: proxy.https, noProxy: proxy.no };
  return new EnvHttpProxyAgent({ ...options, ...ways, proxyTls });
}

function isProxied(proxy: Proxy | undefined): proxy is Proxy {
  return proxy !== undefined && `${proxy.http}${proxy.https}` !== "";
}

/**
 * Creates the typed client, over one pool of kept-alive connections that the first request opens.
 *
 * With 16 requests in flight to a server that answers at once, as a share of what bare `pool.request` calls reach:
 * openapi-fetch over undici's `fetch` 0.12, with real `Request` and `Response` over `pool.request` 0.24, with the slim
 * ones over `pool.request` 0.74, with the slim ones over `pool.dispatch` 0.93, with constant headers too (this) 0.95.
 */
export function createRocketChatClient(options: ClientOptions): {
  client: RocketChatClient;
  /** Closes all connections at once; requests under way fail. */
  close: () => Promise<void>;
  proxied: boolean;
} {
  const headers = createHeaders(options);
  const { origin, pathname } = new URL(options.url);
  const open = async (): Promise<Target> => {
    return { pool: await createPool(options), origin, headers, timeoutMs: options.timeoutMs };
  };
  let target: Promise<Target> | undefined;
  const client = createClient<paths>({
    baseUrl: pathname,
    Request: SlimRequest as unknown as typeof Request,
    fetch: async (request) => {
      const answer = await exchange(await (target ??= open()), request as unknown as SlimRequest);
      return slimResponse(answer) as unknown as Response;
    },
  });
  const close = async () => (await target)?.pool.destroy();
  return { client, close, proxied: isProxied(options.proxy) };
}
