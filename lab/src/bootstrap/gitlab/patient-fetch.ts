/** GitLab's own proxy answers these while a part of GitLab restarts or is slow. */
const PASSING = new Set([429, 502, 503, 504]);

/** Before the first retry, the second, and so on. */
const WAITS_MS = [1000, 2000, 4000, 8000, 16_000];

/**
 * Makes a fetch that retries reads (GET) while GitLab is briefly unavailable: `lab/up` polls for up to an hour, and one
 * failure would end it. Requests that change something are sent once, because nobody knows if they were carried out.
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
