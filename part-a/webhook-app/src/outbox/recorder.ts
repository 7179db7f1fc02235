import type { UnacceptedWebhook } from "./journal.ts";

/**
 * Together, half a second's worth: a commit for each would make webhooks that are accepted wait for its fsync. A page that
 * looks again every few seconds sees no difference.
 */
const GATHER_MS = 500;

/** Kept while the store is away: some 10 MB. The oldest go first. */
const MAX_WAITING = 10_000;

const MAX_GROUP = 1_000;

/** Writes what need not be durable before the answer: the journal of webhooks that led to nothing. */
export interface Recorder {
  add: (webhook: UnacceptedWebhook) => void;
  /** Resolves when what was added before is written, or could not be. */
  flush: () => Promise<void>;
  /** The same for the last time. */
  close: () => Promise<void>;
}

/** Rejects while the store is away. The same webhooks come again later: `again` says that they may have been written. */
type Write = (webhooks: readonly UnacceptedWebhook[], again: boolean) => Promise<void>;

export function createRecorder(write: Write): Recorder {
  const waiting: UnacceptedWebhook[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let again = false;
  let isClosed = false;

  function gather(): void {
    if (waiting.length > 0 && !isClosed) timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, MAX_GROUP);
      try {
        await write(group, again);
        again = false;
      } catch {
        // The store says itself, elsewhere, that it is away.
        again = true;
        waiting.unshift(...group);
        break;
      }
    }
    gather();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeAll);
    return writing;
  }

  return {
    add(webhook) {
      waiting.push(webhook);
      if (waiting.length > MAX_WAITING) waiting.shift();
      gather();
    },
    flush,
    close() {
      isClosed = true;
      return flush();
    },
  };
}
