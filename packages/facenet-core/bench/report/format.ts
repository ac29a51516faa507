/** A fraction of 1 in percent: as many digits as can be read, none that say nothing. */
export function percent(rate: number): string {
  const value = 100 * rate;
  const digits = Math.abs(value) >= 99.95 || value === 0 ? 0 : Math.abs(value) >= 10 && Math.abs(value) < 90 ? 1 : 2;
  return `${value.toFixed(digits)} %`;
}

/** A difference of two rates, in percentage points and with its sign. */
export function points(difference: number): string {
  const value = 100 * difference;
  return `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(2)} points`;
}

export function interval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${percent(low)} to ${percent(high)}`;
}

export const count = (value: number): string => value.toLocaleString("en-US");

export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(value >= 10_000 ? 0 : 1)} s`;
  return `${value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2)} ms`;
}

export const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

/** A false match rate as it is spoken of: 1e-3. */
export const exponent = (rate: number): string => rate.toExponential().replace("e-0", "e-");
