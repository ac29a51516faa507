import { DLIB_MODEL_ID } from "../../src/embedding/model-identity.js";
import { ModelError, readModelManifest } from "../../src/models/model-manifest.js";
import { NETWORK_HASHES } from "../../src/models/network-hashes.js";
import { engineModel } from "./engine-model.js";
import type { ModelSource } from "./measured-model.js";

export const DEFAULT_MODEL = "built-in";

const { detector, skim, landmarks, encoder } = NETWORK_HASHES;

/**
 * The built-in model, or that of the manifest (`docs/models.md`) whose path is given.
 *
 * @throws ModelError when the manifest is none, or when its embeddings have no unit length, which the figures rest on
 */
export async function modelNamed(name: string): Promise<ModelSource> {
  if (name === DEFAULT_MODEL)
    return engineModel({ modelId: DLIB_MODEL_ID, networks: { detector, skim, landmarks, encoder } });
  const { modelId, metric, sha256, path } = await readModelManifest(name);
  if (metric !== "cosine")
    throw new ModelError("WRONG_MODEL", path, "only models of unit length (cosine) are measured");
  return engineModel({ modelId, networks: { detector, skim, landmarks, encoder: sha256 } }, name);
}
