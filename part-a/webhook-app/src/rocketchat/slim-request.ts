import type { Dispatcher } from "undici";

/** What openapi-fetch passes to a request's constructor. */
interface Init {
  method: Dispatcher.HttpMethod;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Replaces `Request`, of which openapi-fetch needs only that `new Request(url, init)` keeps these. The real one,
 * with its streams and signals, makes a call five times as expensive.
 */
export class SlimRequest {
  readonly url: string;
  readonly method: Dispatcher.HttpMethod;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;

  constructor(url: string, { method, body, signal }: Init) {
    this.url = url;
    this.method = method;
    this.body = body;
    this.signal = signal;
  }
}
