/** What GitLab's own proxy answers while a part of it restarts, or is slow. */
const PASSING = new Set([429, 502, 503, 504]);

/** Before the second try, the third, and so on. */
const WAITS_MS = [1000, 2000, 4000, 8000, 16_000];

/**
 * Makes a fetch that asks again when a question (GET) found GitLab away for the moment: `lab/up` asks for as long as an
 * hour, and once would be enough to end it. What changes something is sent once: nobody knows if it was carried out.
 */
export function createPatientFetch(fetch: typeof globalThis.fetch, sleep: (ms: number) => Promise<unknown>) {
  return async (request: Request): Promise<Response> => {
    const waits = request.method === "GET" ? WAITS_MS : [];
    for (const ms of waits) {
      const response = await fetch(request.clone()).catch(() => undefined);
      if (response !== undefined && !PASSING.has(response.status)) return response;
      await response?.body?.cancel();
      await sleep(ms);
    }
    return fetch(request);
  };
}
