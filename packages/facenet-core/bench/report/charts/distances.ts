import { type BenchReport, STATED_FMRS, type StatedFmr } from "../report.js";
import { linearAxis } from "../svg/axis.js";
import { band, label, line, type PlotArea, plot, px } from "../svg/plot.js";
import { FULL, responsive } from "../svg/responsive.js";

/** How the distances of one person's and of two people's photos spread, and where the thresholds cut. */
export function distanceChart({ distributions, fnmrAtFmr }: BenchReport): string {
  const { binWidth, genuine, impostor } = distributions;
  const shares = { genuine: sharesOf(genuine), impostor: sharesOf(impostor) };
  const tallest = Math.max(...shares.genuine, ...shares.impostor);
  const step = tallest > 0.2 ? 0.1 : tallest > 0.08 ? 0.05 : 0.02;
  const reach = Math.ceil((genuine.length * binWidth) / 0.2 - 1e-9) * 0.2;
  return responsive(
    (size) =>
      plot(size, {
        x: linearAxis("distance between two embeddings", {
          from: 0,
          to: reach,
          step: 0.2,
          written: (value) => value.toFixed(1),
        }),
        y: linearAxis("share of comparisons", {
          from: 0,
          to: Math.ceil((tallest * 1.3) / step) * step,
          step,
          written: (value) => `${Math.round(100 * value)} %`,
        }),
        summary: "Histograms of the distances of genuine and impostor comparisons, with the thresholds between them.",
        draw: (area) =>
          [
            steps(shares.impostor, binWidth, area, "impostor"),
            steps(shares.genuine, binWidth, area, "genuine"),
            ...(Object.keys(STATED_FMRS) as StatedFmr[]).map((name, row) =>
              cut(area, fnmrAtFmr[name].threshold, name, row),
            ),
          ].join(""),
      }),
    FULL,
  );
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, value) => sum + value, 0);
  return counts.map((value) => value / Math.max(1, total));
}

function steps(shares: readonly number[], binWidth: number, { x, y }: PlotArea, className: string): string {
  const top = shares.flatMap((share, bin) => [
    [x(bin * binWidth), y(share)] as const,
    [x((bin + 1) * binWidth), y(share)] as const,
  ]);
  const floor = top.map(([at]) => [at, y(0)] as const);
  return band(top, floor, `area ${className}`) + line(top, className);
}

/** A vertical line; the labels of thresholds that lie close together stand on rows of their own. */
function cut({ x, top, bottom }: PlotArea, threshold: number, name: string, row: number): string {
  const at = x(threshold);
  const height = top + 12 + 15 * row;
  const text = label([at - 6, height], `FMR ${name}`, "end");
  return `<line class="cut" x1="${px(at)}" x2="${px(at)}" y1="${px(height - 9)}" y2="${bottom}"/>${text}`;
}
