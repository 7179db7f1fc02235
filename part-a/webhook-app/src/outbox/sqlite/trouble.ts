/** Primary result codes (https://sqlite.org/rescode.html): constraint, too big, mismatch, range. */
const ROW_CODES = new Set([19, 18, 20, 25]);

/** What to do about the result codes that an operator can do something about. */
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

/** Whether the values of this very row are to blame, not the store: node:sqlite refuses types by a TypeError. */
export function isRowError(error: unknown): boolean {
  return error instanceof TypeError || ROW_CODES.has(primaryCode(error) ?? 0);
}

/** Whether it is the store's trouble: any of SQLite's errors that is not one row's. */
export function isStoreError(error: unknown): boolean {
  return primaryCode(error) !== undefined && !isRowError(error);
}

/** One sentence for what SQLite said about the file, and one for what to do, where we know. */
export function describeSqliteError(error: unknown, path: string): string {
  const advice = ADVICE[primaryCode(error) ?? 0];
  const what = error instanceof Error ? error.message : String(error);
  return `${path}: ${what}.${advice === undefined ? "" : ` ${advice}`}`;
}
