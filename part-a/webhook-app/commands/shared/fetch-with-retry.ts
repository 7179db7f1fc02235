import { setTimeout as sleep } from "node:timers/promises";

export interface RetryLimits {
  /** Limit for one request. */
  timeoutMs: number;
  /**
   * How long to retry a request that gets no answer: it takes a moment until NetworkPolicies know a new Pod's address.
   * A request that got any answer is never repeated.
   */
  patienceMs: number;
}

const PAUSE_MS = 1000;

/**
 * `fetch` with retries, for canary and reconciler. Uses only Node's built-ins, so that the canary runs without `npm
 * ci`.
 *
 * @throws Error that says why there was no answer; `fetch` itself only says that it failed
 */
export async function fetchWithRetry(request: Request, { timeoutMs, patienceMs }: RetryLimits): Promise<Response> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await fetch(request.clone(), { signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      if (performance.now() + PAUSE_MS > end) throw new Error(causeOf(error), { cause: error });
    }
    await sleep(PAUSE_MS);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
