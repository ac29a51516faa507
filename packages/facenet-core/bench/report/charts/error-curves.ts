import { exponent, percent } from "../format.js";
import { type BenchReport, STATED_FMRS, type StatedFmr } from "../report.js";
import { linearAxis, logAxis, probitAxis, type Tick } from "../svg/axis.js";
import { band, dot, label, line, type PlotArea, plot } from "../svg/plot.js";
import { HALF, responsive } from "../svg/responsive.js";

const FMR = "false match rate (FMR)";
const RATES = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** Of those, what a narrow drawing has no room for. */
const CROWDED = [1e-5, 1e-3, 0.05, 0.2, 0.6];
/** Labels closer together than this would cover each other. */
const LABEL_HEIGHT = 15;

const spoken = (rate: number) => (rate >= 1e-3 ? `${Number((100 * rate).toPrecision(2))} %` : exponent(rate));

/** The largest false match rate that is drawn: beyond it nobody works. */
const MOST = 0.5;

/** True match rate over false match rate: high and to the left is good. */
export function rocChart(report: BenchReport): string {
  const least = leastDecade(report);
  const lowest = Math.min(...report.curve.map(({ high }) => 1 - high), 0.9);
  const step = lowest < 0.5 ? 0.2 : lowest < 0.75 ? 0.1 : 0.05;
  return responsive(
    (size) =>
      plot(size, {
        x: logAxis(FMR, { from: least, to: 0 }),
        y: linearAxis("true match rate (1 − FNMR)", {
          from: Math.max(0, Math.floor(lowest / step) * step),
          to: 1,
          step,
          written: (value) => `${Math.round(100 * value)} %`,
        }),
        summary: `ROC curve. ${statedSentence(report)}`,
        draw: (area) => curves(report, area, (fnmr) => 1 - fnmr, "below"),
      }),
    HALF,
  );
}

/** False non-match rate over false match rate on probit axes: low and to the left is good. */
export function detChart(report: BenchReport): string {
  const least = 10 ** leastDecade(report);
  const fnmrs = report.roc.filter(({ fmr, fnmr }) => fmr <= MOST && fmr >= least && fnmr > 0).map(({ fnmr }) => fnmr);
  const lowest = Math.max(1e-4, Math.min(...fnmrs, 0.01) / 1.5);
  const highest = Math.min(0.95, Math.max(...report.curve.map(({ high }) => high), 0.1));
  return responsive((size) => {
    const ticks = (every: readonly number[]): Tick[] => every.map((at) => ({ at, label: spoken(at) }));
    const few = RATES.filter((rate) => size.width > 400 || !CROWDED.includes(rate));
    return plot(size, {
      x: probitAxis(FMR, { from: least, to: MOST, ticks: ticks(few) }),
      y: probitAxis("false non-match rate (FNMR)", { from: lowest, to: highest, ticks: ticks(RATES) }),
      summary: `DET curve on probit axes. ${statedSentence(report)}`,
      draw: (area) => {
        const diagonal = line(
          [Math.max(least, lowest), Math.min(MOST, highest)].map((rate) => [area.x(rate), area.y(rate)] as const),
          "equal",
        );
        return diagonal + curves(report, area, (fnmr) => fnmr, "above");
      },
    });
  }, HALF);
}

const leastDecade = ({ curve }: BenchReport) =>
  Math.max(-6, Math.floor(Math.log10(Math.min(...curve.map(({ fmr }) => fmr), 0.1)) + 1e-9));

/** The band of the intervals, the measured curve over it, and the stated rates as points. */
function curves(
  { curve, roc, fnmrAtFmr }: BenchReport,
  { x, y }: PlotArea,
  shown: (fnmr: number) => number,
  labels: "above" | "below",
): string {
  const leftToRight = [...curve].sort((a, b) => a.fmr - b.fmr);
  const least = leftToRight[0]?.fmr ?? 0;
  const edge = (of: (point: (typeof curve)[number]) => number) =>
    leftToRight.map((point) => [x(point.fmr), y(shown(of(point)))] as const);
  const drawn = roc.filter(({ fmr }) => fmr >= least && fmr <= MOST);
  const labelled: number[] = [];
  const stated = (Object.keys(STATED_FMRS) as StatedFmr[])
    .filter((name) => fnmrAtFmr[name].supported)
    .reverse()
    .map((name) => {
      const { value, low, high } = fnmrAtFmr[name];
      const [at, height] = [x(STATED_FMRS[name]), y(shown(value))];
      const title = `FMR ${name}: FNMR ${percent(value)}, 95 % ${percent(low)} to ${percent(high)}`;
      const point = dot([at, height], "measured", title);
      if (labelled.some((other) => Math.abs(other - height) < LABEL_HEIGHT)) return point;
      labelled.push(height);
      return point + label([at + 9, height + (labels === "above" ? -7 : 17)], percent(shown(value)));
    });
  return [
    band(
      edge(({ low }) => low),
      edge(({ high }) => high),
      "band",
    ),
    line(
      drawn.map(({ fmr, fnmr }) => [x(fmr), y(shown(fnmr))]),
      "measured",
    ),
    ...stated,
  ].join("");
}

function statedSentence({ fnmrAtFmr }: BenchReport): string {
  return Object.entries(fnmrAtFmr)
    .map(([fmr, { value }]) => `At FMR ${fmr} the FNMR is ${percent(value)}.`)
    .join(" ");
}
