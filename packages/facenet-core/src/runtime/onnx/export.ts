import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT_IN_NETWORKS, type BuiltInNetwork, loadBuiltIn } from "../../models/built-in.js";
import { NETWORK_HASHES } from "../../models/network-hashes.js";
import { serializeOnnx } from "./serialize.js";

/** Where the build puts the exported networks: `networks/` beside `dist/`. */
export const defaultNetworksDir = fileURLToPath(new URL("../../../networks", import.meta.url));

export const networkPath = (dir: string, network: BuiltInNetwork): string => join(dir, `${network}.onnx`);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes every built-in network that is missing or differs from its recorded hash. A network that exports to other
 * bytes than recorded means other weights or another serialiser, hence other embeddings: it is refused, not used.
 */
export async function exportNetworks(dir = defaultNetworksDir): Promise<{ written: BuiltInNetwork[] }> {
  await mkdir(dir, { recursive: true });
  const written: BuiltInNetwork[] = [];
  for (const network of BUILT_IN_NETWORKS) {
    const path = networkPath(dir, network);
    const present = await readFile(path).then(sha256, () => undefined);
    if (present === NETWORK_HASHES[network]) continue;
    const bytes = serializeOnnx(await loadBuiltIn(network));
    const hash = sha256(bytes);
    if (hash !== NETWORK_HASHES[network]) {
      throw new Error(`network "${network}" exports to sha256 ${hash}, recorded is ${NETWORK_HASHES[network]}`);
    }
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    written.push(network);
  }
  return { written };
}
