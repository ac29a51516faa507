import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROFILES, REFERENCE_CURVES } from "facenet-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadedModels } from "./loaded-models.js";

const { modelId } = PROFILES.standard;
const own = "arcface.0123456789ab";

describe("loadedModels", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "models-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const load = () =>
    loadedModels(["standard", join(folder, "arcface.json")], folder, {
      models: [
        { modelId, dimension: 128 },
        { modelId: own, dimension: 512 },
      ],
    });

  it("names a model of one's own after its file, without saying where that lies", async () => {
    expect((await load()).map(({ name, start }) => [name, start?.curve.modelId])).toEqual([
      ["standard", modelId],
      ["arcface", undefined],
    ]);
  });

  it("takes the curve that lies beside a manifest, if it is of that model", async () => {
    const write = (curve: object) => writeFile(join(folder, "arcface.curve.json"), JSON.stringify(curve));
    await write({ ...REFERENCE_CURVES.get(modelId), modelId: own });
    expect((await load())[1]?.start?.thresholds).toMatchObject({ modelId: own, acceptFmr: 1e-3 });
    await write({ ...REFERENCE_CURVES.get(modelId), modelId: "arcface.ba9876543210" });
    await expect(load()).rejects.toThrow("no reference curve");
  });
});
