import { basename } from "node:path";
import { curvePathOf, defaultThresholds, type Engine, REFERENCE_CURVES, readReferenceCurve } from "facenet-core";
import { isProfileName, resolveModel } from "facenet-core/models";
import type { ModelRecord } from "../modules/models/models.port.js";

/**
 * What the engine has loaded, by the names that the configuration gives.
 * @param names of the models, in the order in which the engine was given them
 * @throws ReferenceCurveError, or RangeError for a curve that does not reach the rates that a site starts with
 */
export function loadedModels(
  names: readonly string[],
  dataDir: string,
  { models }: Pick<Engine, "models">,
): Promise<ModelRecord[]> {
  return Promise.all(
    models.map(async ({ modelId, dimension }, i): Promise<ModelRecord> => {
      const name = names[i]!;
      const curve = isProfileName(name)
        ? REFERENCE_CURVES.get(modelId)
        : await readReferenceCurve(curvePathOf(resolveModel(name, dataDir)));
      return {
        name: basename(name, ".json"),
        modelId,
        dimension,
        start: curve ? { curve, thresholds: defaultThresholds(modelId, curve) } : null,
      };
    }),
  );
}
