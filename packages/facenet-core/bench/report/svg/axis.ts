import { probit } from "../../../src/calibration/probit.js";

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** One direction of a plot: where a value lies between 0 (start) and 1 (end), and which values are written beside it. */
export interface Axis {
  readonly label: string;
  readonly position: (value: number) => number;
  readonly ticks: readonly Tick[];
}

const clamp = (position: number) => Math.min(1, Math.max(0, position));

function axis(label: string, from: number, to: number, bend: (value: number) => number, ticks: readonly Tick[]): Axis {
  const [start, end] = [bend(from), bend(to)];
  return { label, position: (value) => clamp((bend(value) - start) / (end - start)), ticks };
}

export function linearAxis(
  label: string,
  { from, to, step, written }: { from: number; to: number; step: number; written: (value: number) => string },
): Axis {
  const ticks = Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => {
    const at = from + i * step;
    return { at, label: written(at) };
  });
  return axis(label, from, to, (value) => value, ticks);
}

/** Decades from 10^from to 10^to. */
export function logAxis(label: string, { from, to }: { from: number; to: number }): Axis {
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => ({ at: 10 ** (from + i), label: decade(from + i) }));
  return axis(label, 10 ** from, 10 ** to, (value) => Math.log10(Math.max(value, 1e-300)), ticks);
}

const decade = (exponent: number) => (exponent === 0 ? "1" : exponent > 0 ? String(10 ** exponent) : `1e${exponent}`);

/** The axis of a DET plot: equal steps are equal numbers of standard deviations. */
export function probitAxis(
  label: string,
  { from, to, ticks }: { from: number; to: number; ticks: readonly Tick[] },
): Axis {
  const shown = ticks.filter(({ at }) => at >= from && at <= to);
  return axis(label, from, to, (value) => probit(Math.min(1 - 1e-12, Math.max(1e-12, value))), shown);
}
