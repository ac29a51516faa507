import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { env } from "onnxruntime-node";
import sharp from "sharp";
import { createEngine } from "../../src/engine/engine.js";
import { type Analysis, analysePhoto } from "../../src/pipeline.js";
import { openNetworks } from "../../src/runtime/open-networks.js";
import { networksDir } from "../folders.js";
import type { Embedded, ModelSource } from "./measured-model.js";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));
/** Folders of the engine that an embedding passes through. */
const STEPS = ["alignment", "detection", "embedding", "geometry", "image", "models", "quality", "runtime", "vector"];
/** The benchmark takes everything at once; what waits is bounded by the benchmark itself. */
const MAX_QUEUE = 1_000_000;

/**
 * The engine's own way from photo to embedding, with the model of this name. LFW's rule is that the face nearest
 * to the middle is meant.
 */
export function engineModel(
  { modelId, networks: hashes }: Pick<ModelSource, "modelId" | "networks">,
  name: string,
): ModelSource {
  return {
    modelId,
    networks: hashes,
    fingerprint: fingerprint(modelId, hashes),
    async open() {
      const networks = await openNetworks({ networksDir, models: [name] });
      return {
        embed: async (photo) => outcome(await analysePhoto(networks, photo, { selection: "CENTRAL", keepChip: false })),
        close: () => networks.close(),
      };
    },
    async openOnThreads(threads) {
      const engine = await createEngine({ networksDir, models: [name], threads, maxQueue: MAX_QUEUE });
      return {
        embed: async (photo) => outcome(await engine.analyse(photo, { selection: "CENTRAL" })),
        close: () => engine.close(),
      };
    },
  };
}

function outcome(analysis: Analysis): Embedded {
  if (analysis.kind !== "face") return { kind: "failure", reason: analysis.kind };
  const { embedding, face, timingsMs } = analysis;
  return { kind: "embedding", embedding: embedding.values, quality: face.quality.score, timingsMs };
}

/** Model id, networks, the compiled steps and native libraries: a change that forgot to change the model id shows here. */
function fingerprint(modelId: string, networks: ModelSource["networks"]): string {
  const hash = createHash("sha256").update(JSON.stringify([modelId, networks]));
  const files = STEPS.flatMap((step) =>
    readdirSync(join(sources, step), { recursive: true, encoding: "utf8" }).map((file) => join(step, file)),
  );
  for (const file of ["pipeline.js", ...files.filter((name) => name.endsWith(".js"))].sort()) {
    hash.update(file).update(readFileSync(join(sources, file)));
  }
  hash.update(JSON.stringify([sharp.versions, env.versions]));
  return hash.digest("hex");
}
