/** Root fields whose calls are counted, because guessing at them could pay. */
export const RATE_LIMITED_FIELDS = ["verify", "whoIsIt"] as const;
export type RateLimitedField = (typeof RATE_LIMITED_FIELDS)[number];

export interface RateLimiter {
  /**
   * Counts one call of the field by the key.
   * @returns undefined when it may go on, else how long to wait, in milliseconds.
   */
  count(field: RateLimitedField, callerId: string): Promise<number | undefined>;
}
