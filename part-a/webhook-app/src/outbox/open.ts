import type { Outbox, OutboxOptions } from "./outbox.ts";

const SQLITE = "sqlite:";
const POSTGRES = /^postgres(ql)?:\/\//;

/** Whether other processes may use the outbox at `url`: a SQLite outbox belongs to one process. */
export function isShared(url: string): boolean {
  return !url.startsWith(SQLITE);
}

/** Opens an outbox whose driver is loaded. */
export type OpenOutbox = (options: OutboxOptions) => Promise<Outbox>;

/**
 * Opens the outbox at `url`, creating what is missing, and resolves when it is ready.
 *
 * @param url `sqlite:<path>`, absolute or relative to the working directory, or
 *   `postgres://user:password@host/database`
 * @throws Error that says what is wrong with the URL or the store, and what to do
 */
export async function openOutbox(url: string, options: OutboxOptions): Promise<Outbox> {
  const open = await loadOutbox(url);
  return open(options);
}

/**
 * The first half of `openOutbox`: loads only the driver, so that its caller can load more while the second half waits
 * for a thread or a server.
 */
export async function loadOutbox(url: string): Promise<OpenOutbox> {
  // Imported on demand: a process needs only one of the drivers, and loading pg costs 40 ms.
  if (url.startsWith(SQLITE) && url.length > SQLITE.length) {
    const { openSqliteOutbox } = await import("./sqlite/open-sqlite-outbox.ts");
    return (options) => openSqliteOutbox(url.slice(SQLITE.length), options);
  }
  if (POSTGRES.test(url)) {
    const { openPostgresOutbox } = await import("./postgres/open-postgres-outbox.ts");
    return (options) => openPostgresOutbox(url, options);
  }
  // Does not show the URL, which may contain a password.
  throw new Error("The outbox's URL must be sqlite:<path>, like sqlite:data/outbox.sqlite, or postgres://….");
}
