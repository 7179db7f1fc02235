/** The limiter's answer for one call; `resetAt` is epoch ms. */
export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetAt: number;
}

export interface RateLimit {
  calls: number;
  windowMs: number;
}

/** `API_Enable_Rate_Limiter_Limit_Calls_Default` and `…_Limit_Time_Default` of a new workspace. */
export const DEFAULT_RATE_LIMIT: RateLimit = { calls: 10, windowMs: 60_000 };

/** Counts calls per key in fixed windows that start with a key's first call. */
export function createRateLimiter(usual: RateLimit, clock: () => number) {
  const windows = new Map<string, { count: number; resetAt: number }>();
  return {
    /** @param own - the limit of an operation that has its own */
    take(key: string, own?: RateLimit | null): Allowance {
      const { calls, windowMs } = own ?? usual;
      const now = clock();
      let window = windows.get(key);
      if (window === undefined || window.resetAt <= now) {
        window = { count: 0, resetAt: now + windowMs };
        windows.set(key, window);
      }
      window.count += 1;
      return {
        allowed: window.count <= calls,
        limit: calls,
        remaining: Math.max(0, calls - window.count),
        resetAt: window.resetAt,
      };
    },
    clear: () => windows.clear(),
  };
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;
