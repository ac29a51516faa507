/**
 * Rows as 8-bit codes from which the distance to a probe is known up to a proven error.
 *
 * A row x is held as s c: codes c of -127..127 and one scale s. A probe q is taken as a u: whole numbers u of up to 16 bits and
 * one scale a. Then, with n dimensions,
 *
 *     q.x = a s (u.c) + (a u).(x - s c) + (q - a u).x
 *        <= a s (u.c) + |a u| |x - s c| + |q - a u| |x|             (Cauchy-Schwarz, twice)
 *        <= a s (u.c) + |a u| (|x - s c| + k |x|),                  k = sqrt(n) / (2 max|u|)
 *
 * since no number of q is off by more than a / 2 and |a u| >= a max|u|. With E = |x - s c| + k |x|, known when the row is stored,
 *
 *     |q - x|^2 = |q|^2 + |x|^2 - 2 q.x >= |q|^2 + |x|^2 - 2 a s (u.c) - 2 |a u| E.
 *
 * u.c is an exact integer. Everything else is computed in double precision, as is the distance it is compared with; for n <= 4096
 * the rounding errors of both sides together stay below 2^-37 (|q|^2 + |x|^2). ROUNDING takes 2^-32 of that sum off, so what the
 * scan computes is never above the squared distance as a plain loop computes it. docs/adr/0011-exact-search.md has the count.
 */
const ROUNDING = 2 ** -32;

/** The longest vectors for which the argument above holds. */
export const MAX_DIMENSION = 4096;

/** Codes are as many as the dimension, rounded up to what the scan takes at once; the rest are zeros. */
export function paddedDimension(dimension: number): number {
  return Math.ceil(dimension / 16) * 16;
}

/** -128 is left out, so that codes reach equally far to both sides. */
const CODE_LIMIT = 127;

/** The largest number of a probe: 16 bits, and no sum of products with codes may leave 32 bits. */
function probeLimit(padded: number): number {
  return Math.min(2 ** 15 - 1, Math.floor((2 ** 31 - 1) / (CODE_LIMIT * padded)));
}

/** Bound on |q - a u| / |a u| over all probes. */
function probeError(padded: number): number {
  return Math.sqrt(padded) / (2 * probeLimit(padded));
}

export interface QuantisedProbe {
  /** u, padded with zeros. */
  readonly numbers: Int16Array;
  /** |q|^2. */
  readonly base: number;
  /** 2 a. */
  readonly dotFactor: number;
  /** 2 |a u|. */
  readonly errorFactor: number;
}

/** `probe` holds finite numbers, at most MAX_DIMENSION of them. */
export function quantiseProbe(probe: Float32Array): QuantisedProbe {
  const padded = paddedDimension(probe.length);
  const numbers = new Int16Array(padded);
  const scale = largestMagnitude(probe) / probeLimit(padded);
  let squaredNorm = 0;
  let squaredLength = 0;
  for (let d = 0; d < probe.length; d++) {
    const value = probe[d]!;
    const number = scale > 0 ? nearestInteger(value / scale) : 0;
    numbers[d] = number;
    squaredNorm += value * value;
    squaredLength += number * number;
  }
  return {
    numbers,
    base: squaredNorm * (1 - ROUNDING),
    dotFactor: 2 * scale,
    errorFactor: 2 * scale * Math.sqrt(squaredLength) * (1 + ROUNDING),
  };
}

export interface RowBounds {
  /** s, a float32. */
  readonly scale: number;
  /** E, a float32, not below the true one. */
  readonly error: number;
  /** |x|^2, not above the true one. */
  readonly squaredNorm: number;
}

/** Writes the codes of `row`, finite numbers, to `codes`, whose length is the padded dimension. */
export function quantiseRow(row: Float32Array, codes: Int8Array): RowBounds {
  const scale = Math.fround(largestMagnitude(row) / CODE_LIMIT);
  let squaredNorm = 0;
  let squaredResidual = 0;
  for (let d = 0; d < row.length; d++) {
    const value = row[d]!;
    // Among the smallest float32 numbers the scale is coarse: it may be zero, and a code may come out beyond the limit.
    const code = scale > 0 ? Math.max(-CODE_LIMIT, Math.min(CODE_LIMIT, nearestInteger(value / scale))) : 0;
    const residual = value - scale * code;
    codes[d] = code;
    squaredNorm += value * value;
    squaredResidual += residual * residual;
  }
  const error = Math.sqrt(squaredResidual) + probeError(codes.length) * Math.sqrt(squaredNorm);
  return { scale, error: float32NotBelow(error), squaredNorm: squaredNorm * (1 - ROUNDING) };
}

/** A float32 above `value` by 2^-22 of it or the smallest step: more than ROUNDING and the rounding to float32 take. */
function float32NotBelow(value: number): number {
  return Math.fround(value * (1 + 2 ** -22) + 2 ** -149);
}

/** Several times as fast as Math.round. Off by no more than 1/2 and what the sum is rounded by. */
function nearestInteger(value: number): number {
  return Math.floor(value + 0.5);
}

function largestMagnitude(values: Float32Array): number {
  let largest = 0;
  for (let d = 0; d < values.length; d++) largest = Math.max(largest, Math.abs(values[d]!));
  return largest;
}
