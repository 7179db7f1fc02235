import type { Exchange } from "./exchange.ts";

/** The part of `Response` that openapi-fetch and our code read. */
export interface SlimResponse {
  status: number;
  ok: boolean;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Replaces `Response`, with two differences, so that any answer reaches the caller with its status: `json()` returns
 * the text of what is not JSON, and Content-Length is the received length, so that openapi-fetch also calls `json()`
 * for chunked bodies.
 */
export function slimResponse({ status, headers, body }: Exchange): SlimResponse {
  const length = String(body.length);
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: {
      get(name) {
        const value = name === "Content-Length" ? length : headers[name.toLowerCase()];
        return (Array.isArray(value) ? value[0] : value) ?? null;
      },
    },
    text: () => Promise.resolve(body.toString()),
    json: () => Promise.resolve(parseJson(body.toString())),
  };
}
