import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimitedField, RateLimiter } from "../modules/access/index.js";

const WINDOW_SECONDS = 60;

/**
 * Counts in this process, in windows of a minute that begin with a key's first call; a restart forgets the counts.
 * @param perMinute Calls that one key may make of a field in a minute; 0 stands for any number.
 */
export function createMemoryRateLimiter(perMinute: Readonly<Record<RateLimitedField, number>>): RateLimiter {
  const limiters = new Map(
    Object.entries(perMinute)
      .filter(([, points]) => points > 0)
      .map(([field, points]) => [field, new RateLimiterMemory({ keyPrefix: field, points, duration: WINDOW_SECONDS })]),
  );
  return {
    async count(field, callerId) {
      try {
        await limiters.get(field)?.consume(callerId);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
        throw refusal;
      }
    },
  };
}
