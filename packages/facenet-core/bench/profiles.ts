import { type FnmrGain, fnmrGains } from "../src/calibration/people-bootstrap.js";
import { PROFILES, type ProfileName } from "../src/models/profiles.js";
import type { Dataset } from "./data/dataset.js";
import type { ProfilesReport } from "./report/profiles.js";
import type { BenchReport } from "./report/report.js";
import { bootstrapOf, type RunOptions, runBench } from "./run.js";

const BASELINE = "standard";
const GAIN_FMRS = [1e-2, 1e-3, 1e-4];

/** Every profile on the same data, and what each gains over `standard`. */
export async function runProfiles(dataset: Dataset, options: Omit<RunOptions, "model">): Promise<ProfilesReport> {
  const baseline = await runBench(dataset, { ...options, model: BASELINE });
  const profiles: Record<string, BenchReport> = {};
  const gains: Record<string, readonly FnmrGain[]> = {};
  for (const name of Object.keys(PROFILES) as ProfileName[]) {
    if (name === BASELINE) {
      profiles[name] = baseline.report;
      continue;
    }
    const { report, trials } = await runBench(dataset, { ...options, model: name });
    profiles[name] = report;
    gains[name] = fnmrGains(baseline.trials, trials, GAIN_FMRS, bootstrapOf(options));
  }
  return {
    format: "facenet-bench-profiles/1",
    profiles: profiles as ProfilesReport["profiles"],
    gains: gains as ProfilesReport["gains"],
  };
}
