import { join } from "node:path";
import { isProfileName } from "./profiles.js";

/** Where `faces models add` puts models, one folder each. */
export const storedModelsDir = (dataDir: string): string => join(dataDir, "models");

export const storedManifestPath = (dataDir: string, name: string): string =>
  join(storedModelsDir(dataDir), name, "manifest.json");

/**
 * What a model is opened by, of what an operator calls it: a profile stays its name, `arcface` is the model that was added by
 * this name, and everything with a slash or `.json` is the path of a manifest.
 */
export function resolveModel(name: string, dataDir: string): string {
  const isPath = /[\\/]|\.json$/.test(name);
  return isProfileName(name) || isPath ? name : storedManifestPath(dataDir, name);
}
