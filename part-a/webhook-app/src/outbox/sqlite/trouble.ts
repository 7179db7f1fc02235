/** Primary result codes (https://sqlite.org/rescode.html): constraint, too big, mismatch, range. */
const ROW_CODES = new Set([19, 18, 20, 25]);

/** Advice for result codes about which an operator can do something. */
const ADVICE: Record<number, string> = {
  5: "Another program holds a lock on it: end that program.",
  8: "Make the file and its directory writable for this process.",
  10: "The disk or file system failed: look at the kernel's log.",
  11: "Restore it from a backup.",
  13: "Free some disk space.",
  14: "The path must name a file in a directory that this process may write to.",
  26: "Name another file, or restore this one from a backup.",
};

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

/** Whether this row's values are the cause, not the store: node:sqlite rejects types with a TypeError. */
export function isRowError(error: unknown): boolean {
  return error instanceof TypeError || ROW_CODES.has(primaryCode(error) ?? 0);
}

/** Whether the store is the cause: any SQLite error that is not about one row. */
export function isStoreError(error: unknown): boolean {
  return primaryCode(error) !== undefined && !isRowError(error);
}

/** One sentence with SQLite's error about the file, and one with what to do, if known. */
export function describeSqliteError(error: unknown, path: string): string {
  const advice = ADVICE[primaryCode(error) ?? 0];
  const what = error instanceof Error ? error.message : String(error);
  return `${path}: ${what}.${advice === undefined ? "" : ` ${advice}`}`;
}
