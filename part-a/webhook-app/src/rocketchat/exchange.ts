import type { Dispatcher } from "undici";
import type { SlimRequest } from "./slim-request.ts";

/** There was no answer within the request's timeout. */
export class RequestTimeout extends Error {
  override name = "RequestTimeout";
}

/** A whole answer. */
export interface Exchange {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Where requests go, and what they have in common. */
export interface Target {
  pool: Dispatcher;
  /** A proxy's agent needs it; a pool has its own. */
  origin: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

/**
 * Sends one request and reads the whole answer; `timeoutMs` covers everything, from waiting for a connection to the
 * last byte, so that a hanging or trickling server cannot hold it longer. Does not follow redirects.
 *
 * @throws RequestTimeout, the signal's reason, or undici's error. (Only as a rejection.)
 */
export function exchange(
  { pool, origin, headers, timeoutMs }: Target,
  { url, method, body, signal }: SlimRequest,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const chunks: Buffer[] = [];
    const answer: Omit<Exchange, "body"> = { status: 0, headers: {} };
    let controller: Dispatcher.DispatchController | undefined;
    let givenUp: Error | undefined;
    const onAbort = () => giveUp(signal?.reason as Error);
    const timer = setTimeout(() => giveUp(new RequestTimeout(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    signal?.addEventListener("abort", onAbort);

    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
    // Without a connection there is nothing to abort yet: the request is aborted as soon as it gets one.
    function giveUp(reason: Error): void {
      finish();
      givenUp = reason;
      reject(reason);
      controller?.abort(reason);
    }
    pool.dispatch(
      { origin, path: url, method, headers, body: body ?? null },
      {
        onRequestStart(started) {
          controller = started;
          if (givenUp !== undefined) started.abort(givenUp);
        },
        onResponseStart(_controller, status, headers) {
          Object.assign(answer, { status, headers });
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          finish();
          resolve({ ...answer, body: Buffer.concat(chunks) });
        },
        onResponseError(_controller, error) {
          finish();
          reject(error);
        },
      },
    );
  });
}
