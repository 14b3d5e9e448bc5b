/** Who may ask how often. */
export interface RateLimiter {
  /**
   * Takes one request from a caller's allowance.
   *
   * @returns 0 when it may go on, else the milliseconds until one may
   */
  take(caller: string, perMinute: number): number;
}

/** Tokens left, and when that was so. */
interface Bucket {
  tokens: number;
  at: number;
}

const minute = 60_000;

/**
 * A token bucket a caller: a minute's worth may come at once, and comes back evenly. Callers are the configured
 * keys, so that their number is bounded.
 *
 * @param now  milliseconds, never back
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(caller, perMinute) {
      const at = now();
      const bucket = buckets.get(caller) ?? { tokens: perMinute, at };
      buckets.set(caller, bucket);
      // A reload may have lowered the rate since.
      bucket.tokens = Math.min(perMinute, bucket.tokens + ((at - bucket.at) * perMinute) / minute);
      bucket.at = at;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - bucket.tokens) * minute) / perMinute);
    },
  };
}
