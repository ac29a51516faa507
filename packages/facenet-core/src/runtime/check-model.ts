import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { NETWORK_HASHES } from "../models/network-hashes.js";
import { PROFILES, type ProfileName } from "../models/profiles.js";
import { defaultNetworksDir, networkPath } from "./onnx/export.js";
import { openEncoder } from "./open-encoder.js";

/** A network of a profile that is not there, or not what it should be. */
export class NetworkFileError extends Error {
  override readonly name = "NetworkFileError";

  constructor(network: string, detail: string) {
    super(`the network "${network}" ${detail}; npm run build makes it`);
  }
}

/** Whether the exported networks of a profile are those that its curve was measured with. @throws NetworkFileError */
export async function checkProfile(name: ProfileName, networksDir = defaultNetworksDir): Promise<void> {
  for (const network of ["detector", "skim", "landmarks", ...PROFILES[name].encoders] as const) {
    const bytes = await readFile(networkPath(networksDir, network)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new NetworkFileError(network, "is missing");
    });
    const actual = createHash("sha256").update(bytes).digest("hex");
    if (actual !== NETWORK_HASHES[network])
      throw new NetworkFileError(network, `has sha256 ${actual}, not ${NETWORK_HASHES[network]}`);
  }
}

/** Whether the model of a manifest has its hash, opens, and gives as many numbers as it should. @throws ModelError, WeightFileError */
export async function checkManifest(path: string): Promise<void> {
  await (await openEncoder(path)).close();
}
