const EXPECTED = "must be sqlite:<path> or postgres://user:password@host/database";

/** What is wrong with a DATABASE_URL, without showing it (it may contain a password); undefined if it is valid. */
export function databaseUrlMistake(url: string): string | undefined {
  if (url.startsWith("sqlite:")) return sqliteMistake(url.slice("sqlite:".length));
  return /^postgres(ql)?:/.test(url) ? postgresMistake(url) : EXPECTED;
}

function sqliteMistake(path: string): string | undefined {
  if (path.trim() === "") return `has no file path: it ${EXPECTED}`;
  // Other programs write `sqlite://data/outbox.sqlite`; here that would be /data/outbox.sqlite.
  if (/^\/\/[^/]/.test(path)) return "has // after sqlite:. Write sqlite:<path>, relative or absolute";
  if (path === ":memory:") return "is in memory, which would lose accepted webhooks: set the path of a file";
  return path.endsWith("/") ? "is a directory: set the path of a file" : undefined;
}

function postgresMistake(url: string): string | undefined {
  // Without a host, for a Unix socket (`postgres://user@/database?host=/run/postgresql`), as the driver reads it.
  const text = url.replace("@/", "@localhost/");
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!text.includes("://") || !parsed || !decodes(parsed)) {
    return `cannot be parsed: it ${EXPECTED}. In a password write % as %25, / as %2F, ? as %3F, # as %23, @ as %40`;
  }
  return /^\/[^/]+$/.test(parsed.pathname) ? undefined : `has no database name: it ${EXPECTED}`;
}

function decodes({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(username + password + pathname);
    return true;
  } catch {
    return false;
  }
}
