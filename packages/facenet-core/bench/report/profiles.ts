import type { FnmrGain } from "../../src/calibration/people-bootstrap.js";
import type { ProfileName } from "../../src/models/profiles.js";
import { exponent, interval, megabytes, milliseconds, percent } from "./format.js";
import { type BenchReport, STATED_FMRS, type StatedFmr } from "./report.js";
import { table } from "./table.js";

/** Every profile, and how much lower than those of `standard` the FNMRs of the others are. */
export interface ProfilesReport {
  readonly format: "facenet-bench-profiles/1";
  readonly profiles: Readonly<Record<ProfileName, BenchReport>>;
  readonly gains: Readonly<Record<Exclude<ProfileName, "standard">, readonly FnmrGain[]>>;
}

/** One line a figure, one column a profile; the first line is the head. */
export function profileRows({ profiles, gains }: ProfilesReport): string[][] {
  const names = Object.keys(profiles) as ProfileName[];
  const row = (title: string, of: (report: BenchReport) => string) => [
    title,
    ...names.map((name) => of(profiles[name])),
  ];
  const standardMs = profiles.standard.speed.medianMs;
  return [
    ["", ...names],
    row("accuracy", ({ accuracy }) => `${percent(accuracy.mean)} ± ${percent(accuracy.sd)}`),
    row("images without an embedding", ({ failureToAcquire }) => percent(failureToAcquire)),
    ...(Object.keys(STATED_FMRS) as StatedFmr[]).map((fmr) =>
      row(`FNMR at FMR ${fmr}`, ({ fnmrAtFmr }) => `${percent(fnmrAtFmr[fmr].value)} (${interval(fnmrAtFmr[fmr])})`),
    ),
    ...profilesGainRows(names, gains),
    row("first of many is right (1:K)", ({ identification }) =>
      identification ? percent(identification.rank1.rate) : "",
    ),
    row("photo to embedding, median", ({ speed }) => milliseconds(speed.medianMs)),
    row("times standard", ({ speed }) => (speed.medianMs / standardMs).toFixed(2)),
    row("memory, one thread", ({ speed }) => megabytes(speed.rssMb)),
    row("cold start", ({ speed }) => milliseconds(speed.coldStartMs)),
  ];
}

function profilesGainRows(names: readonly ProfileName[], gains: ProfilesReport["gains"]): string[][] {
  return gains.accurate.map(({ fmr }, i) => [
    `gain over standard at FMR ${exponent(fmr)}`,
    ...names.map((name) => {
      if (name === "standard") return "";
      const { gain, low, high } = gains[name][i]!;
      const points = (value: number) => (100 * value).toFixed(2);
      return `${points(gain)} points (${points(low)} to ${points(high)})`;
    }),
  ]);
}

export function profilesText(report: ProfilesReport): string {
  return `${table(profileRows(report)).join("\n")}\n`;
}
