import { afterAll, beforeAll, describe, expect, it } from "vitest";
// The built package: worker threads load compiled files.
import { createEngine } from "../dist/index.js";
import { euclideanBetween } from "../src/embedding/compare.js";
import { ModelMismatchError } from "../src/embedding/model-identity.js";
import { decodeImage } from "../src/image/decode.js";
import { PROFILES, type ProfileName } from "../src/models/profiles.js";
import { analysePhoto } from "../src/pipeline.js";
import { type OpenedNetworks, openNetworks } from "../src/runtime/open-networks.js";
import { norm } from "../src/vector/index.js";
import { samplePhoto } from "./samples.js";

const DIMENSIONS: Record<ProfileName, number> = { fast: 128, standard: 128, accurate: 1152 };
const NAMES = Object.keys(PROFILES) as ProfileName[];

describe("profiles", () => {
  let networks: OpenedNetworks;
  beforeAll(async () => {
    networks = await openNetworks({ models: NAMES });
  });
  afterAll(() => networks.close());

  const embed = async (name: ProfileName, number: 1 | 2) => {
    const encoder = networks.encoders.get(PROFILES[name].modelId)!;
    const analysis = await analysePhoto({ ...networks, encoder }, await samplePhoto(number), { selection: "LARGEST" });
    if (analysis.kind !== "face") throw new Error(analysis.kind);
    return { encoder, ...analysis };
  };

  it.each(NAMES)("%s gives unit embeddings under its own id, and the same again from what is kept", async (name) => {
    const { encoder, embedding, chip } = await embed(name, 1);
    expect(embedding.modelId).toBe(PROFILES[name].modelId);
    expect(embedding.values).toHaveLength(DIMENSIONS[name]);
    expect(encoder.dimension).toBe(DIMENSIONS[name]);
    expect(norm(embedding.values)).toBeCloseTo(1, 5);
    const kept = await decodeImage(chip);
    if (kept.kind !== "image") throw new Error(kept.message);
    expect([kept.image.width, kept.image.height]).toEqual([encoder.pictureSize.width, encoder.pictureSize.height]);
    const [again] = await encoder.embed([kept.image]);
    expect(euclideanBetween(again!, embedding)).toBeLessThan(1e-6);
    expect(await encoder.embed([])).toEqual([]);
  });

  it("are models of their own: their embeddings are never compared", async () => {
    const [fast, standard] = [await embed("fast", 1), await embed("standard", 1)];
    expect(() => euclideanBetween(fast.embedding, standard.embedding)).toThrow(ModelMismatchError);
  });

  it("refuses to open none, or one twice", async () => {
    await expect(openNetworks({ models: [] })).rejects.toThrow("at least one model");
    await expect(openNetworks({ models: ["fast", "fast"] })).rejects.toThrow("named twice");
  });

  it("stand side by side in one engine", async () => {
    const engine = await createEngine({ threads: 1, maxQueue: 0, models: ["accurate", "fast"] });
    try {
      const [accurate, fast] = [PROFILES.accurate.modelId, PROFILES.fast.modelId];
      expect(engine.modelId).toBe(accurate);
      expect(engine.models).toEqual([
        { modelId: accurate, dimension: 1152 },
        { modelId: fast, dimension: 128 },
      ]);
      const photo = await samplePhoto(2);
      const idOf = async (modelId?: string) => {
        const analysis = await engine.analyse(photo, {
          selection: "LARGEST",
          ...(modelId === undefined ? {} : { modelId }),
        });
        return analysis.kind === "face" ? analysis.embedding.modelId : analysis.kind;
      };
      expect([await idOf(), await idOf(fast), await idOf(accurate)]).toEqual([accurate, fast, accurate]);
      await expect(idOf(PROFILES.standard.modelId)).rejects.toThrow("is not loaded");
    } finally {
      await engine.close();
    }
  });
});
