import type { IncomingMessage } from "node:http";
import { createBodyRoom, type BodyRoom } from "./body-room.ts";

type Body = { ok: true; bytes: Buffer } | { ok: false; reason: "too_large" | "overloaded" | "aborted" };

/** @param known whether the headers authenticated the sender; a signature can be checked only with the whole body */
export type BodyReader = (incoming: IncomingMessage, known: boolean) => Promise<Body>;

/** Most webhooks are smaller. They never wait and are never rejected because of large ones. */
const SMALL_BYTES = 65_536;

/**
 * Enough for an unauthenticated body that does not trickle: GitLab sends 25 MiB in a quarter of a second at 1 Gbit/s.
 */
const STRANGER_STAYS_MS = 1_000;

/**
 * Reads raw bodies of at most `maxBytes` each. Counts what arrives, so the limit also holds for chunked bodies, and
 * reads the socket itself: a signature needs the exact bytes, and a web stream in between costs more than parsing.
 * Large bodies wait in their sockets until there is room.
 */
export function createBodyReader(maxBytes: number): BodyReader {
  // Room for one body of maximum size from each kind of sender: parsing it takes up to ten times its size, and they are
  // parsed one by one anyway.
  const known = createBodyRoom(maxBytes, Infinity);
  const strangers = createBodyRoom(maxBytes, STRANGER_STAYS_MS);

  return (incoming, isKnown) => {
    const length = incoming.headers["content-length"];
    const announced = length === undefined ? undefined : Number(length);
    if ((announced ?? 0) <= maxBytes) return collect(incoming, maxBytes, announced, isKnown ? known : strangers);
    incoming.resume();
    return Promise.resolve({ ok: false, reason: "too_large" });
  };
}

function collect(
  incoming: IncomingMessage,
  maxBytes: number,
  announced: number | undefined,
  room: BodyRoom,
): Promise<Body> {
  return new Promise((resolve) => {
    const bytes = createBytes(announced);
    let leave: (() => void) | undefined;

    function finish(body: Body): void {
      bytes.drop();
      incoming.removeAllListeners("data").resume();
      resolve(body);
      // The caller converts the body to text first; then the bytes can be freed.
      if (leave) setImmediate(leave);
      leave = undefined;
    }

    incoming.on("data", (chunk: Buffer) => {
      const size = bytes.add(chunk);
      if (size > maxBytes) return finish({ ok: false, reason: "too_large" });
      if (size <= SMALL_BYTES || leave) return;
      incoming.pause();
      const admit = () => {
        bytes.expectMany();
        incoming.resume();
      };
      leave = room.ask(announced ?? maxBytes, admit, () => finish({ ok: false, reason: "overloaded" }));
    });
    incoming.once("end", () => finish({ ok: true, bytes: bytes.all() }));
    incoming.once("close", () => finish({ ok: false, reason: "aborted" }));
  });
}

/**
 * Collects bytes: in pieces while they are few, then in one buffer if their number is known, because joining needs a
 * second copy.
 */
function createBytes(announced: number | undefined) {
  let chunks: Buffer[] = [];
  let whole: Buffer | undefined;
  let size = 0;
  return {
    /** Returns how many there are so far. */
    add(chunk: Buffer): number {
      if (whole) chunk.copy(whole, size);
      else chunks.push(chunk);
      return (size += chunk.length);
    },
    expectMany(): void {
      if (announced === undefined) return;
      whole = Buffer.allocUnsafeSlow(announced);
      let at = 0;
      for (const chunk of chunks) at += chunk.copy(whole, at);
      chunks = [];
    },
    all: (): Buffer => whole ?? (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
    drop(): void {
      chunks = [];
      whole = undefined;
    },
  };
}
