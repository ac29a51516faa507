import { escaped, px, type Size } from "../svg/plot.js";
import { HALF, responsive } from "../svg/responsive.js";

/** A value as a bar, with what is nearly the largest as a whisker. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly whisker: number;
  readonly written: string;
  readonly strong?: boolean;
}

const ROW = 38;
const TOP = 4;
/** Room for what is written behind the longest bar. */
const WRITTEN = 76;

/** Horizontal bars, from 0 or, where values span decades, from `logFrom`. */
export function barChart(bars: readonly Bar[], summary: string, logFrom?: number): string {
  return responsive((size) => draw(bars, size, summary, logFrom), HALF);
}

function draw(bars: readonly Bar[], { width }: Size, summary: string, logFrom: number | undefined): string {
  const names = Math.max(...bars.map(({ name }) => name.length)) * 7 + 12;
  const longest = Math.max(...bars.map(({ whisker, value }) => Math.max(whisker, value)));
  const share = (value: number) =>
    logFrom === undefined ? value / longest : Math.max(0, Math.log(value / logFrom) / Math.log(longest / logFrom));
  const length = (value: number) => share(value) * (width - names - WRITTEN);
  const rows = bars.map(({ name, value, whisker, written, strong }, row) => {
    const top = TOP + row * ROW;
    const middle = top + ROW / 2;
    const end = names + Math.max(2, length(value));
    const reach = names + length(whisker);
    return `<text class="tick${strong ? " strong" : ""}" x="${names - 10}" y="${middle}" dy="0.34em" text-anchor="end">${escaped(name)}</text>
<rect class="bar${strong ? " strong" : ""}" x="${names}" y="${top + 8}" width="${px(end - names)}" height="${ROW - 16}" rx="3"/>
<path class="whisker" d="M${px(end)} ${middle}H${px(reach)}M${px(reach)} ${middle - 5}v10"/>
<text class="label" x="${px(Math.max(end, reach) + 8)}" y="${middle}" dy="0.34em">${escaped(written)}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${TOP * 2 + ROW * bars.length}" role="img" aria-label="${escaped(summary)}">${rows.join("")}</svg>`;
}
