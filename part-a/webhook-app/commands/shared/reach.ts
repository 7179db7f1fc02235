import { setTimeout as sleep } from "node:timers/promises";

export interface Reaching {
  /** How long one try may take. */
  timeoutMs: number;
  /**
   * How long a request that finds nobody is tried again: the NetworkPolicies of a new Pod take a moment to know its
   * address. What was answered, whatever it says, is never asked again.
   */
  patienceMs: number;
}

const PAUSE_MS = 1000;

/**
 * `fetch` for the commands that run to an end, canary and reconciler. With Node's built-ins only, so that the canary
 * runs without `npm ci`.
 *
 * @throws Error that says why nobody answered; `fetch` itself only says that it failed
 */
export async function reach(request: Request, { timeoutMs, patienceMs }: Reaching): Promise<Response> {
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
