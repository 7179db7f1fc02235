import type { UnacceptedWebhook } from "./journal.ts";

/**
 * Half a second's webhooks are written together: with one commit each, accepted webhooks would wait for their fsyncs. A
 * page that polls every few seconds sees no difference.
 */
const GATHER_MS = 500;

/** Kept while the store is unavailable: some 10 MB. The oldest are dropped first. */
const MAX_WAITING = 10_000;

const MAX_GROUP = 1_000;

/** Writes what need not be durable before the answer: the journal of webhooks that notified nobody. */
export interface Recorder {
  add: (webhook: UnacceptedWebhook) => void;
  /** Resolves once everything added before is written, or could not be. */
  flush: () => Promise<void>;
  /** The same for the last time. */
  close: () => Promise<void>;
}

/**
 * Rejects while the store is unavailable. The same webhooks come again later; `again` says that they may already be
 * written.
 */
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
        // The store reports elsewhere that it is unavailable.
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
