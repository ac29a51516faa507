import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Dataset, shortened } from "../bench/data/dataset.js";
import { readLfw } from "../bench/data/lfw.js";
import { verification } from "../bench/metrics/verification.js";
import { faceChip } from "../src/alignment/chip.js";
import { seededRandom } from "../src/calibration/seeded-random.js";
import type { FaceEncoder, LocatedFace } from "../src/embedding/face-encoder.js";
import type { Embedding } from "../src/embedding/model-identity.js";
import { decodeImage } from "../src/image/decode.js";
import { analysePhoto } from "../src/pipeline.js";
import { openEncoder } from "../src/runtime/open-encoder.js";
import { openNetworks } from "../src/runtime/open-networks.js";

const data = process.env.FACENET_TEST_DATA;
const root = data && join(data, "lfw-dev");
const absent = !root || !existsSync(root);
const mobileFaceNet = data && join(data, "models", "mobilefacenet.onnx");
/** Of each kind in each fold. `npx vitest run --reporter=verbose` shows the figures. */
const pairsPerFold = Number(process.env.LFW_PAIRS_PER_FOLD ?? 100);
const ALL_PAIRS_PER_FOLD = 300;
/** Of all pairs. A third of them leaves one standard error of 0.4 %, so less is asked of a part. */
const leastAccuracy = pairsPerFold === ALL_PAIRS_PER_FOLD ? 0.99 : 0.98;

describe.skipIf(absent)(
  `models on LFW${absent ? " (skipped: FACENET_TEST_DATA with lfw-dev/ is not set)" : ""}`,
  () => {
    let lfw: Dataset;
    /** By image; an image without a usable face is not there. */
    const faces = new Map<number, LocatedFace>();
    const dlib = new Map<number, Embedding>();

    beforeAll(async () => {
      lfw = shortened(readLfw(root!), pairsPerFold);
      const networks = await openNetworks();
      for (const [index, image] of lfw.images.entries()) {
        const photo = await image.read();
        const analysis = await analysePhoto(networks, photo, { selection: "CENTRAL", keepChip: false });
        const decoded = await decodeImage(photo);
        if (analysis.kind !== "face" || decoded.kind !== "image") continue;
        const { box, landmarks } = analysis.face;
        faces.set(index, { image: decoded.image, box, landmarks, chip: faceChip(decoded.image, landmarks) });
        dlib.set(index, analysis.embedding);
      }
      await networks.close();
    }, 1_200_000);

    const embedAll = async (encoder: FaceEncoder) => {
      const embeddings = new Map<number, Embedding>();
      for (const [index, face] of faces) {
        const [embedding] = await encoder.embed([encoder.picture(face)]);
        embeddings.set(index, embedding!);
      }
      await encoder.close();
      return embeddings;
    };
    const figuresOf = (embeddings: ReadonlyMap<number, Embedding>) => {
      const outcomes = lfw.images.map((_, index) => {
        const embedding = embeddings.get(index);
        return embedding
          ? { kind: "embedding" as const, embedding: embedding.values, quality: 100 }
          : { kind: "failure" as const, reason: "noFace" };
      });
      // Intervals are not looked at.
      return verification(lfw, outcomes, () => ({ replicates: 2, random: seededRandom(1) })).figures;
    };
    const accuracyOf = (embeddings: ReadonlyMap<number, Embedding>) => figuresOf(embeddings).accuracy.mean;
    const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

    const modelAbsent = !mobileFaceNet || !existsSync(mobileFaceNet);
    const reason = modelAbsent ? " (skipped: FACENET_TEST_DATA has no models/mobilefacenet.onnx)" : "";
    it.skipIf(modelAbsent)(
      `tells ${100 * leastAccuracy} % of the pairs with a third-party MobileFaceNet, by its manifest alone${reason}`,
      { timeout: 1_200_000 },
      async ({ annotate }) => {
        const folder = await mkdtemp(join(tmpdir(), "mobilefacenet-"));
        try {
          const manifest = {
            id: "mobilefacenet",
            licence: "none stated",
            source: "FACENET_TEST_DATA",
            format: "onnx",
            file: relative(folder, mobileFaceNet!),
            sha256: "e72a5710cce378dc46472b6b845cb90647634f2738d8c3e581735cf195b9866f",
            input: { layout: "NCHW", width: 112, height: 112, channels: "RGB", mean: 127.5, scale: 128 },
            alignment: { template: "arcface-5pt-112" },
            dimension: 128,
            metric: "cosine",
            flip: true,
          };
          await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
          const accuracy = accuracyOf(await embedAll(await openEncoder(join(folder, "manifest.json"))));
          await annotate(
            `accuracy ${percent(accuracy)} of ${lfw.pairs.length} pairs, dlib ${percent(accuracyOf(dlib))}`,
          );
          expect(accuracy).toBeGreaterThanOrEqual(leastAccuracy);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    );

    it("misses fewer genuine pairs with the profile accurate", { timeout: 1_200_000 }, async ({ annotate }) => {
      const networks = await openNetworks({ models: ["accurate"] });
      const accurate = await embedAll(networks.encoder);
      await networks.close();
      const [before, after] = [figuresOf(dlib), figuresOf(accurate)];
      for (const fmr of ["1e-3", "1e-4"] as const) {
        const [alone, together] = [before.fnmrAtFmr[fmr]!.value, after.fnmrAtFmr[fmr]!.value];
        await annotate(`FNMR at FMR ${fmr}: standard ${percent(alone)}, accurate ${percent(together)}`);
        expect(together).toBeLessThan(alone);
      }
    });
  },
);
