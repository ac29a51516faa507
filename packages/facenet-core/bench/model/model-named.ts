import { ModelError, readModelManifest } from "../../src/models/model-manifest.js";
import { NETWORK_HASHES } from "../../src/models/network-hashes.js";
import { isProfileName, PROFILES } from "../../src/models/profiles.js";
import { engineModel } from "./engine-model.js";
import type { ModelSource } from "./measured-model.js";

export const DEFAULT_MODEL = "standard";

const { detector, skim, landmarks } = NETWORK_HASHES;

/**
 * The profile of this name, or the model of the manifest (`docs/models.md`) whose path is given.
 *
 * @throws ModelError when the manifest is none, or when its embeddings have no unit length, which the figures rest on
 */
export async function modelNamed(name: string): Promise<ModelSource> {
  const finders = { detector, skim, landmarks };
  if (isProfileName(name)) {
    const { modelId, encoders } = PROFILES[name];
    const hashes = Object.fromEntries(encoders.map((network) => [network, NETWORK_HASHES[network]]));
    return engineModel({ modelId, networks: { ...finders, ...hashes } }, name);
  }
  const { modelId, metric, sha256, path } = await readModelManifest(name);
  if (metric !== "cosine")
    throw new ModelError("WRONG_MODEL", path, "only models of unit length (cosine) are measured");
  return engineModel({ modelId, networks: { ...finders, encoder: sha256 } }, name);
}
