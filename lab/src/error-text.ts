/** What an error says, with its cause when it says as little as "fetch failed", the text of every broken connection. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.message === "fetch failed" ? error.cause : undefined;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  return `${error.message}: ${cause.message || code}`;
}
