import { exponent, percent } from "../format.js";
import type { BenchReport } from "../report.js";
import { linearAxis } from "../svg/axis.js";
import { dot, label, line, plot } from "../svg/plot.js";
import { HALF, responsive } from "../svg/responsive.js";

const HIGHLIGHTED = 0.05;

/** What rejecting the photos of least quality does to the rate at which people are not recognised. */
export function discardChart({ errorVersusDiscard: { points, fmr } }: BenchReport): string {
  const tallest = Math.max(...points.map(({ fnmr }) => fnmr), 1e-3);
  const step = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2].find((each) => tallest / each <= 6) ?? 0.25;
  return responsive(
    (size) =>
      plot(size, {
        x: linearAxis("share of photos rejected, worst quality first", {
          from: 0,
          to: 0.5,
          step: 0.1,
          written: (value) => `${Math.round(100 * value)} %`,
        }),
        y: linearAxis(`FNMR at FMR ${exponent(fmr)}`, {
          from: 0,
          to: Math.ceil((tallest * 1.1) / step) * step,
          step,
          written: (value) => `${Number((100 * value).toFixed(1))} %`,
        }),
        summary: "Error versus discard: FNMR over the photos that are left.",
        draw: ({ x, y }) =>
          line(
            points.map(({ discarded, fnmr }) => [x(discarded), y(fnmr)]),
            "measured",
          ) +
          points
            .map(({ discarded, fnmr, qualityFrom, images }) => {
              const at = [x(discarded), y(fnmr)] as const;
              const title = `${percent(discarded)} rejected, quality from ${qualityFrom}, ${images} photos left: FNMR ${percent(fnmr)}`;
              const named = discarded === 0 || discarded === HIGHLIGHTED;
              return dot(at, "measured", title) + (named ? label([at[0] + 6, at[1] - 10], percent(fnmr)) : "");
            })
            .join(""),
      }),
    HALF,
  );
}
