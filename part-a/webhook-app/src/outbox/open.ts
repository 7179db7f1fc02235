import type { Outbox, OutboxOptions } from "./outbox.ts";
import { openSqliteOutbox } from "./sqlite/open-sqlite-outbox.ts";

const SQLITE = "sqlite:";

/**
 * Opens the outbox that `url` names, creating what is missing, and resolves when it is ready for use.
 *
 * @param url `sqlite:<path>`, absolute or relative to the working directory
 * @throws Error that says what is wrong with the URL or the store and what to do about it
 */
export async function openOutbox(url: string, options: OutboxOptions): Promise<Outbox> {
  if (url.startsWith(SQLITE) && url.length > SQLITE.length) {
    return openSqliteOutbox(url.slice(SQLITE.length), options);
  }
  // Not the URL itself: it may hold a password.
  throw new Error("The outbox's URL must be sqlite:<path>, like sqlite:data/outbox.sqlite.");
}
