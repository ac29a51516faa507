/** Colours differ for light and dark; one person and two people stay blue and orange, which colour-blind readers tell apart. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #16191d; --soft: #5b6470; --edge: #e3e6ea; --grid: #eceef1;
  --blue: #2563c9; --orange: #c8640b; --shade: rgba(37, 99, 201, 0.14); --orange-shade: rgba(200, 100, 11, 0.16);
  --bar: #b9cbea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1216; --card: #171b21; --ink: #e8ebef; --soft: #98a2af; --edge: #262c34; --grid: #232931;
    --blue: #78a9ff; --orange: #f2a65a; --shade: rgba(120, 169, 255, 0.18); --orange-shade: rgba(242, 166, 90, 0.2);
    --bar: #38507c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1200px; margin: 0 auto; padding: 40px 24px 64px; }
header { margin-bottom: 28px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 8px; }
h2 { font-size: 18px; letter-spacing: -0.01em; margin: 0 0 4px; }
p { margin: 0; }
.soft, .card > p { color: var(--soft); }
.card > p { font-size: 14.5px; margin-bottom: 14px; max-width: 72ch; }
code { font: 0.92em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.notice { border-left: 3px solid var(--orange); padding: 8px 14px; margin: 16px 0 0; background: var(--card); border-radius: 0 8px 8px 0; }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; margin-bottom: 16px; }
.tile { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 14px 16px; }
.tile dt { font-size: 13px; color: var(--soft); }
.tile dd { margin: 0; }
.tile .value { font-size: 25px; line-height: 1.3; font-weight: 640; letter-spacing: -0.02em; white-space: nowrap; }
.tile .value small { font-size: 15px; font-weight: 500; margin-left: 2px; }
.tile .note { font-size: 12.5px; line-height: 1.35; color: var(--soft); }
.cards { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 14px; padding: 20px 22px; min-width: 0; }
.card.full { grid-column: 1 / -1; }
table { width: 100%; border-collapse: collapse; font-size: 14.5px; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; }
th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--grid); vertical-align: middle; }
tr:last-child td { border-bottom: 0; }
th.number, td.number { text-align: right; padding-right: 16px; }
td.strong { font-weight: 640; }
td.range { width: 34%; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--soft); margin-bottom: 6px; }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
.grid { stroke: var(--grid); }
.frame { fill: none; stroke: var(--soft); stroke-opacity: 0.55; }
.tick { fill: var(--soft); font-size: 12px; }
.axis { fill: var(--soft); font-size: 12.5px; }
.label { fill: var(--ink); font-size: 12.5px; font-weight: 560; }
.tick.strong { fill: var(--ink); font-weight: 640; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.line.measured, .line.genuine { stroke: var(--blue); }
.line.impostor { stroke: var(--orange); }
.line.equal { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
.band { fill: var(--shade); }
.area.genuine { fill: var(--shade); }
.area.impostor { fill: var(--orange-shade); }
.dot { fill: var(--card); stroke: var(--blue); stroke-width: 2; }
.cut { stroke: var(--ink); stroke-opacity: 0.6; stroke-dasharray: 4 3; }
.bar { fill: var(--bar); }
.bar.strong { fill: var(--blue); }
.whisker { fill: none; stroke: var(--soft); stroke-opacity: 0.7; }
.range-line { stroke: var(--blue); stroke-opacity: 0.45; stroke-width: 6; stroke-linecap: round; }
.range-dot { fill: var(--blue); stroke: var(--card); stroke-width: 2; }
dl.facts { display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr); gap: 6px 18px; margin: 0; font-size: 14.5px; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; }
ul { margin: 0; padding-left: 18px; font-size: 14.5px; color: var(--soft); }
li + li { margin-top: 4px; }
@media (max-width: 1080px) { .tiles { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 860px) { .cards { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 600px) {
  main { padding: 24px 14px 40px; }
  h1 { font-size: 25px; }
  .tiles { grid-template-columns: repeat(2, 1fr); gap: 10px; }
  .card { padding: 16px 14px; }
  .wide { display: none; }
  .narrow { display: block; }
  .optional { display: none; }
  dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dl.facts dd { margin-bottom: 8px; }
}
@media print { body { background: none; } .card, .tile { break-inside: avoid; } }
`;
