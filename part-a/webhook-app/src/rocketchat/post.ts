import type { Outgoing } from "../relay/delivery.ts";
import type { Answer } from "./answer.ts";
import type { Calls } from "./calls.ts";
import type { SizeLimit } from "./size-limit.ts";

/** Shortens a text to at most `maxLength` UTF-16 units, but never its headline and SHA. */
export type Shorten = (text: string, maxLength: number) => string;

/** Sends a message to a room; returns the answer to the last request. */
export type Post = (outgoing: Outgoing, rid: string, signal: AbortSignal) => Promise<Answer<{ id: string }>>;

const TOO_LONG = "error-message-size-exceeded";

/**
 * Creates the function that sends a message, shortened if it is too long for the workspace: under the same id, so that
 * nobody is notified twice, whichever version arrives.
 */
export function createPost(calls: Pick<Calls, "sendMessage">, limit: SizeLimit, shorten: Shorten): Post {
  return async ({ messageId, text }, rid, signal) => {
    let fitting = text.length > limit.current() ? shorten(text, limit.current()) : text;
    for (;;) {
      const sent = await calls.sendMessage({ id: messageId, rid, text: fitting }, signal);
      if (sent.status === "ok" || sent.code !== TOO_LONG) return sent;
      const shorter = shorten(text, await limit.lower(fitting.length, signal));
      if (shorter.length >= fitting.length) return sent;
      fitting = shorter;
    }
  };
}
