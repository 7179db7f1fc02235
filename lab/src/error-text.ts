/** An error's message; its cause if the message is only "fetch failed", as for every broken connection. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.message === "fetch failed" ? error.cause : undefined;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  return `${error.message}: ${cause.message || code}`;
}
