import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLfw } from "../bench/data/lfw.js";
import { defaultThresholds } from "../src/calibration/reference-curve.js";
import { DLIB_MODEL_ID } from "../src/embedding/model-identity.js";
import { analysePhoto } from "../src/pipeline.js";
import { openNetworks } from "../src/runtime/open-networks.js";
import { euclidean } from "../src/vector/index.js";

const root = process.env.FACENET_TEST_DATA ? join(process.env.FACENET_TEST_DATA, "lfw-dev") : undefined;
const absent = !root || !existsSync(root);

describe.skipIf(absent)(`LFW sample${absent ? " (skipped: FACENET_TEST_DATA with lfw-dev/ is not set)" : ""}`, () => {
  it("finds every face of 60 genuine and 60 impostor pairs and errs on at most four of them at the default cuts", {
    timeout: 120_000,
  }, async () => {
    const lfw = readLfw(root!);
    const networks = await openNetworks();
    const embedding = async (index: number) => {
      const analysis = await analysePhoto(networks, await lfw.images[index]!.read(), {
        selection: "CENTRAL",
        keepChip: false,
      });
      if (analysis.kind !== "face") throw new Error(`no face in image ${index}: ${analysis.kind}`);
      return analysis.embedding.values;
    };
    const cuts = defaultThresholds(DLIB_MODEL_ID);
    const chosen = [
      ...lfw.pairs.filter((pair) => pair.genuine).slice(0, 60),
      ...lfw.pairs.filter((pair) => !pair.genuine).slice(0, 60),
    ];
    let errors = 0;
    for (const pair of chosen) {
      const distance = euclidean(await embedding(pair.first), await embedding(pair.second));
      if (pair.genuine ? distance > cuts.reviewDistance : distance <= cuts.acceptDistance) errors++;
    }
    expect(errors).toBeLessThanOrEqual(4);
  });
});
