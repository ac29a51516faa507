import type { Box, ScoredBox } from "../geometry/index.js";
import { Scratch } from "../image/scratch.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { type CloseUp, lookClosely } from "./close-ups.js";
import type { Level } from "./level.js";
import { skimTile } from "./skim.js";

/** A part of the search of a large photo that needs nothing but its levels: plain data, so that any thread can do it. */
export type SearchStep =
  | { readonly kind: "skim"; readonly scale: number; readonly tile: Box; readonly minScore: number }
  | { readonly kind: "look"; readonly places: readonly Box[]; readonly closeUp: CloseUp; readonly minScore: number };

/** Does steps, whoever and in whatever order: what each of them found, in the order of the steps, in pixels of the image. */
export type DoSteps = (levels: readonly Level[], steps: readonly SearchStep[]) => Promise<ScoredBox[][]>;

export interface FaceFinders {
  readonly detector: NetworkRunner;
  readonly skim: NetworkRunner;
  /** Default: the calling thread does one step after the other. */
  readonly doSteps?: DoSteps;
}

/** Does a step; a thread that does several, one after the other, gives each the same `scratch`. */
export async function doStep(
  { detector, skim }: Pick<FaceFinders, "detector" | "skim">,
  levels: readonly Level[],
  step: SearchStep,
  scratch: Scratch,
): Promise<ScoredBox[]> {
  return step.kind === "skim" ? skimTile(skim, levels, step, scratch) : lookClosely(detector, levels, step, scratch);
}

export const oneByOne =
  (finders: Pick<FaceFinders, "detector" | "skim">): DoSteps =>
  async (levels, steps) => {
    const scratch = new Scratch();
    const found: ScoredBox[][] = [];
    for (const step of steps) found.push(await doStep(finders, levels, step, scratch));
    return found;
  };
