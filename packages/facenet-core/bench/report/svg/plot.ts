import type { Axis } from "./axis.js";

/** Size in pixels at which a drawing is shown unscaled. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The rectangle between the axes, and where values lie in it. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface PlotOptions {
  readonly x: Axis;
  readonly y: Axis;
  /** What a reader who cannot see it should know. */
  readonly summary: string;
  readonly draw: (area: PlotArea) => string;
}

const MARGIN = { left: 66, right: 14, top: 14, bottom: 48 };

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Pixels are drawn to a tenth. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A frame with grid lines, labels and a drawing inside. */
export function plot({ width, height }: Size, { x, y, summary, draw }: PlotOptions): string {
  const left = MARGIN.left;
  const right = width - MARGIN.right;
  const top = MARGIN.top;
  const bottom = height - MARGIN.bottom;
  const area: PlotArea = {
    left,
    right,
    top,
    bottom,
    x: (value) => left + x.position(value) * (right - left),
    y: (value) => bottom - y.position(value) * (bottom - top),
  };
  const columns = x.ticks.map(({ at, label }) => {
    const where = px(area.x(at));
    return `<line class="grid" x1="${where}" x2="${where}" y1="${top}" y2="${bottom}"/><text class="tick" x="${where}" y="${bottom + 17}" text-anchor="middle">${escaped(label)}</text>`;
  });
  const rows = y.ticks.map(({ at, label }) => {
    const where = px(area.y(at));
    return `<line class="grid" x1="${left}" x2="${right}" y1="${where}" y2="${where}"/><text class="tick" x="${left - 7}" y="${where}" dy="0.34em" text-anchor="end">${escaped(label)}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(summary)}">
${columns.join("")}${rows.join("")}
<text class="axis" x="${(left + right) / 2}" y="${height - 8}" text-anchor="middle">${escaped(x.label)}</text>
<text class="axis" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>
${draw(area)}
<path class="frame" d="M${left} ${top}V${bottom}H${right}"/>
</svg>`;
}

type At = readonly [x: number, y: number];

export const line = (points: readonly At[], className: string): string =>
  `<polyline class="line ${className}" points="${points.map(([x, y]) => `${px(x)},${px(y)}`).join(" ")}"/>`;

/** The surface between an upper edge, from left to right, and a lower one. */
export const band = (upper: readonly At[], lower: readonly At[], className: string): string =>
  `<polygon class="${className}" points="${[...upper, ...[...lower].reverse()].map(([x, y]) => `${px(x)},${px(y)}`).join(" ")}"/>`;

/** A point that tells its values when it is pointed at. */
export const dot = ([x, y]: At, className: string, title: string): string =>
  `<circle class="dot ${className}" cx="${px(x)}" cy="${px(y)}" r="4.5"><title>${escaped(title)}</title></circle>`;

export const label = ([x, y]: At, text: string, anchor: "start" | "middle" | "end" = "start"): string =>
  `<text class="label" x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
