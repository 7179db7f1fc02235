import type { Message } from "./model.ts";

/** Every stored message, in order of arrival, and how often each was posted. Constant cost per message. */
export interface Ledger {
  add(message: Message): void;
  /** Removes a message; later ones move up, so that numbers have no gaps. */
  remove(id: string): void;
  byId(id: string): Message | undefined;
  /** All, or those to one person. */
  messages(recipient?: string): readonly Message[];
  /** Counts a `chat.sendMessage` with this id, whatever its outcome. */
  countAttempt(id: string): void;
  /** How often a message with this id was posted, stored or not. */
  attempts(id: string): number;
  attemptedIds(): string[];
  clear(): void;
}

const NONE: readonly Message[] = [];

/** An empty ledger. */
export function createLedger(): Ledger {
  const all: Message[] = [];
  const ids = new Map<string, Message>();
  const threads = new Map<string, Message[]>();
  const attempts = new Map<string, number>();
  const add = (message: Message): void => {
    all.push(message);
    ids.set(message.id, message);
    const thread = threads.get(message.recipient);
    if (thread) thread.push(message);
    else threads.set(message.recipient, [message]);
  };
  return {
    add,
    remove(id) {
      const kept = all.filter((message) => message.id !== id);
      all.length = 0;
      ids.clear();
      threads.clear();
      for (const message of kept) {
        add({ ...message, seq: all.length + 1, n: (threads.get(message.recipient)?.length ?? 0) + 1 });
      }
    },
    byId: (id) => ids.get(id),
    messages: (recipient) => (recipient === undefined ? all : (threads.get(recipient) ?? NONE)),
    countAttempt: (id) => void attempts.set(id, (attempts.get(id) ?? 0) + 1),
    attempts: (id) => attempts.get(id) ?? 0,
    attemptedIds: () => [...attempts.keys()],
    clear() {
      all.length = 0;
      for (const index of [ids, threads, attempts]) index.clear();
    },
  };
}
