import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import {
  isProfileName,
  type ModelFacts,
  manifestFacts,
  PROFILES,
  profileFacts,
  resolveModel,
  storedManifestPath,
  storedModelsDir,
} from "facenet-core/models";

/** Names of the built-in models and of those that were added. */
export async function modelNames(dataDir: string): Promise<string[]> {
  const folder = storedModelsDir(dataDir);
  const entries = existsSync(folder) ? await readdir(folder) : [];
  // What an interrupted `add` left behind has no manifest under its name.
  const added = entries.filter((name) => !name.startsWith(".") && existsSync(storedManifestPath(dataDir, name)));
  return [...Object.keys(PROFILES), ...added.sort()];
}

/** @throws ModelError when there is no such model, or its manifest is none */
export async function factsOf(name: string, dataDir: string): Promise<ModelFacts> {
  return isProfileName(name) ? profileFacts(name) : manifestFacts(resolveModel(name, dataDir));
}

/** What the commands print of a model. */
export function summary(name: string, { curve, ...facts }: ModelFacts) {
  return {
    name,
    builtIn: isProfileName(name),
    ...facts,
    referenceCurve:
      curve === undefined
        ? null
        : {
            benchmark: curve.benchmark,
            people: curve.people,
            impostorPairs: curve.impostorPairs,
            genuinePairs: curve.genuinePairs,
            points: curve.points.map(({ fmr, distance, fnmr, low, high }) => ({ fmr, distance, fnmr, low, high })),
          },
  };
}

export type ModelSummary = ReturnType<typeof summary>;

const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;

/** The curve in a few words. */
export function curveInWords({ referenceCurve }: ModelSummary): string {
  if (referenceCurve === null) return "none: may not decide before faces models verify --data";
  const at = (fmr: number) => referenceCurve.points.find((point) => point.fmr === fmr);
  const stated = [1e-3, 1e-4].flatMap((fmr) => {
    const point = at(fmr);
    return point === undefined ? [] : [`FNMR ${percent(point.fnmr)} at FMR ${fmr.toExponential(0)}`];
  });
  return stated.join(", ");
}
