import { fusedModelId } from "../embedding/fuse-embeddings.js";
import { DLIB_MODEL_ID, DLIB_ONCE_MODEL_ID, FACERES_MODEL_ID } from "../embedding/model-identity.js";
import type { BuiltInNetwork } from "./built-in.js";

/** Weight of faceres in `accurate`. On lfw-dev anything from 0.1 to 0.15 does equally well. */
export const FACERES_WEIGHT = 0.12;

/** The built-in models by their names: how much time a face may take. Each has a reference curve of its own. */
export const PROFILES = {
  /** Landmarks once, the face once. */
  fast: { modelId: DLIB_ONCE_MODEL_ID, encoders: ["encoder"] },
  /** Both also on the mirror image. */
  standard: { modelId: DLIB_MODEL_ID, encoders: ["encoder"] },
  /** As standard, and a second network beside it. */
  accurate: {
    modelId: fusedModelId(DLIB_MODEL_ID, FACERES_MODEL_ID, FACERES_WEIGHT),
    encoders: ["encoder", "faceres"],
  },
} as const satisfies Record<string, { modelId: string; encoders: readonly BuiltInNetwork[] }>;

export type ProfileName = keyof typeof PROFILES;

export const isProfileName = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);
