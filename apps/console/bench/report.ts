import type { Interaction } from "./interactions.js";
import type { PageLoad } from "./page-load.js";
import type { Figure } from "./statistics.js";

export interface ConsoleReport {
  readonly browser: string;
  readonly people: number;
  /** In the site that the other one is compared with. */
  readonly fewPeople: number;
  readonly rounds: number;
  readonly loads: PageLoad[];
  readonly tables: { readonly people: number; readonly interactions: readonly Interaction[] }[];
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
const ms = ({ median, p95 }: Figure) => `${median.toFixed(0)} / ${p95.toFixed(0)}`;

export function toText({ browser, fewPeople, people, rounds, loads, tables }: ConsoleReport): string {
  const [few, many] = tables;
  return [
    `Chromium ${browser}; ${rounds} rounds; ms as median / 95th percentile`,
    "",
    "A page that is loaded for the first time. phone: slow 4G and a processor four times as slow.",
    ...columns([
      ["", "", "scripts", "all", "first paint", "content", "interactive", "blocked", "layout shift"],
      ...loads.map((load) => [
        ...[load.profile, load.page, kB(load.scriptBytes), kB(load.allBytes), ms(load.firstPaintMs)],
        ...[ms(load.contentMs), ms(load.interactiveMs), ms(load.blockedMs), load.shift.median.toFixed(3)],
      ]),
    ]),
    "",
    "The table of people, from the input until it shows what was asked for.",
    ...columns([
      ["", `${fewPeople} people`, `${people} people`, "times as long"],
      ...(many?.interactions ?? []).map(({ name, shownMs }, index) => {
        const baseline = few?.interactions[index]?.shownMs;
        const ratio = baseline === undefined ? "" : (shownMs.median / baseline.median).toFixed(2);
        return [name, baseline === undefined ? "" : ms(baseline), ms(shownMs), ratio];
      }),
    ]),
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
