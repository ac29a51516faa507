import { count, interval, percent } from "../format.js";
import type { BenchReport } from "../report.js";
import { px } from "../svg/plot.js";

const WIDTH = 300;
const PAD = 8;

/** FNMR at the stated false match rates, the interval of each drawn on one scale. */
export function thresholdTable({ fnmrAtFmr, protocol }: BenchReport): string {
  const entries = Object.entries(fnmrAtFmr);
  const most = Math.max(...entries.map(([, { high }]) => high), 0.01);
  const x = (rate: number) => px(PAD + (rate / most) * (WIDTH - 2 * PAD));
  const rows = entries.map(([fmr, { value, low, high, threshold, falseMatches, falseNonMatches, supported }]) => {
    const drawing = `<svg viewBox="0 0 ${WIDTH} 20" role="img" aria-label="${interval({ low, high })}"><line class="range-line" x1="${x(low)}" x2="${x(high)}" y1="10" y2="10"/><circle class="range-dot" cx="${x(value)}" cy="10" r="6"/></svg>`;
    const matches = supported
      ? `${count(falseMatches)} of ${count(protocol.allImpostorPairs)}`
      : "too few pairs for this rate";
    return `<tr><td class="strong">${fmr}</td><td class="number strong">${percent(value)}</td><td class="number">${interval({ low, high })}</td><td class="range optional">${drawing}</td><td class="number">${threshold.toFixed(4)}</td><td class="number optional">${matches}</td><td class="number optional">${count(falseNonMatches)} of ${count(protocol.genuinePairs)}</td></tr>`;
  });
  return `<table>
<tr><th>FMR</th><th class="number">FNMR</th><th class="number">95 % interval</th><th class="optional"></th><th class="number">distance</th><th class="number optional">false matches</th><th class="number optional">false non-matches</th></tr>
${rows.join("\n")}
</table>`;
}
