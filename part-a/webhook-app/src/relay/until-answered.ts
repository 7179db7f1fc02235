const RETRY_MS = 500;

/**
 * Repeats a write until the outbox says whether it was done: one that threw may have been committed all the same, and
 * what follows must know. False when it was not: somebody else leads, or this term is ending.
 */
export async function untilAnswered(
  write: () => Promise<boolean>,
  { onError, onLost, closing }: { onError: (error: unknown) => void; onLost: () => void; closing: AbortSignal },
): Promise<boolean> {
  while (!closing.aborted) {
    try {
      const done = await write();
      if (!done) onLost();
      return done;
    } catch (error) {
      onError(error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  return false;
}
