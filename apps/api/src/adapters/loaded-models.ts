import { basename } from "node:path";
import {
  curvePathOf,
  defaultThresholds,
  type Engine,
  PROFILES,
  REFERENCE_CURVES,
  readReferenceCurve,
} from "facenet-core";
import type { ModelRecord } from "../modules/models/models.port.js";

/**
 * What the engine has loaded, by the names that the configuration gives.
 * @param names profiles and paths of manifests, in the order in which the engine was given them
 * @throws ReferenceCurveError, or RangeError for a curve that does not reach the rates that a site starts with
 */
export function loadedModels(names: readonly string[], { models }: Pick<Engine, "models">): Promise<ModelRecord[]> {
  return Promise.all(
    models.map(async ({ modelId, dimension }, i): Promise<ModelRecord> => {
      const name = names[i]!;
      const isOwn = !Object.hasOwn(PROFILES, name);
      const curve = isOwn ? await readReferenceCurve(curvePathOf(name)) : REFERENCE_CURVES.get(modelId);
      return {
        name: isOwn ? basename(name, ".json") : name,
        modelId,
        dimension,
        start: curve ? { curve, thresholds: defaultThresholds(modelId, curve) } : null,
      };
    }),
  );
}
