import type { IncomingMessage } from "node:http";

type Body = { ok: true; bytes: Buffer } | { ok: false; reason: "too_large" | "overloaded" | "aborted" };

export type BodyReader = (incoming: IncomingMessage) => Promise<Body>;

/** Bodies of this many times the limit may be in memory at once, over all requests; more are asked to come back. */
const BUFFERED_BODIES = 4;

/**
 * Reads raw bodies of at most `maxBytes` each. Counts what arrives, so the limit also holds for chunked bodies, and
 * reads the socket itself: a signature needs the exact bytes, and a web stream in between costs more than parsing.
 */
export function createBodyReader(maxBytes: number): BodyReader {
  let buffered = 0;

  return function readBody(incoming) {
    if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) {
      incoming.resume();
      return Promise.resolve({ ok: false, reason: "too_large" });
    }
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (body: Body) => {
        buffered -= size;
        size = 0;
        incoming.removeAllListeners("data").resume();
        resolve(body);
      };
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        buffered += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) finish({ ok: false, reason: "too_large" });
        else if (buffered > maxBytes * BUFFERED_BODIES) finish({ ok: false, reason: "overloaded" });
      });
      incoming.once("end", () => finish({ ok: true, bytes: join(chunks) }));
      incoming.once("close", () => finish({ ok: false, reason: "aborted" }));
    });
  };
}

function join(chunks: Buffer[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}
