import type { Outbox, OutboxOptions } from "./outbox.ts";

const SQLITE = "sqlite:";
const POSTGRES = /^postgres(ql)?:\/\//;

/** Whether other processes may put notifications into the outbox that `url` names: SQLite's is one process's own. */
export function isShared(url: string): boolean {
  return !url.startsWith(SQLITE);
}

/** Opens the outbox whose driver is loaded. */
export type OpenOutbox = (options: OutboxOptions) => Promise<Outbox>;

/**
 * Opens the outbox that `url` names, creating what is missing, and resolves when it is ready for use.
 *
 * @param url `sqlite:<path>`, absolute or relative to the working directory, or `postgres://user:password@host/database`
 * @throws Error that says what is wrong with the URL or the store and what to do about it
 */
export async function openOutbox(url: string, options: OutboxOptions): Promise<Outbox> {
  const open = await loadOutbox(url);
  return open(options);
}

/**
 * The first half of `openOutbox`: loads the driver alone, so that its caller can load more while the second half waits
 * for a thread or a server.
 */
export async function loadOutbox(url: string): Promise<OpenOutbox> {
  // Imported on demand: a process needs one of the drivers only, and loading pg costs 40 ms.
  if (url.startsWith(SQLITE) && url.length > SQLITE.length) {
    const { openSqliteOutbox } = await import("./sqlite/open-sqlite-outbox.ts");
    return (options) => openSqliteOutbox(url.slice(SQLITE.length), options);
  }
  if (POSTGRES.test(url)) {
    const { openPostgresOutbox } = await import("./postgres/open-postgres-outbox.ts");
    return (options) => openPostgresOutbox(url, options);
  }
  // Not the URL itself: it may hold a password.
  throw new Error("The outbox's URL must be sqlite:<path>, like sqlite:data/outbox.sqlite, or postgres://….");
}
