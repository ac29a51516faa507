import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeImage } from "../src/image/decode.js";
import { type Analysis, analysePhoto, type FaceSelection } from "../src/pipeline.js";
import { type OpenedNetworks, openNetworks } from "../src/runtime/open-networks.js";
import { euclidean, norm } from "../src/vector/index.js";
import { samplePhoto } from "./samples.js";

let networks: OpenedNetworks;
beforeAll(async () => {
  networks = await openNetworks();
});
afterAll(() => networks.close());

const analyse = (photo: Uint8Array, selection: FaceSelection) => analysePhoto(networks, photo, { selection });

function faceOf(analysis: Analysis) {
  if (analysis.kind !== "face") throw new Error(`expected a face, got ${analysis.kind}`);
  return analysis;
}

/** A face of a sample cut out with `margin` of its width around it. */
async function cutOut(number: 1 | 4 | 5, margin: number): Promise<Buffer> {
  const photo = await samplePhoto(number);
  const { face, image } = faceOf(await analyse(photo, "LARGEST"));
  const border = margin * face.box.width;
  const left = Math.max(0, Math.round(face.box.x - border));
  const top = Math.max(0, Math.round(face.box.y - border));
  const width = Math.min(image.width - left, Math.round(face.box.width + 2 * border));
  const height = Math.min(image.height - top, Math.round(face.box.height + 2 * border));
  return sharp(photo).extract({ left, top, width, height }).png().toBuffer();
}

describe("analysePhoto", () => {
  it("finds the faces of a group and asks which one is meant", async () => {
    const analysis = await analyse(await samplePhoto(5), "ONLY");
    if (analysis.kind !== "multipleFaces") throw new Error(analysis.kind);
    expect(analysis.faces).toHaveLength(5);
    for (const { box, landmarks, score, quality } of analysis.faces) {
      expect(landmarks).toHaveLength(68);
      expect(score).toBeGreaterThan(0.5);
      expect(quality.sizePx).toBeGreaterThan(100);
      for (const p of landmarks) {
        expect(p.x).toBeGreaterThan(box.x - 0.3 * box.width);
        expect(p.x).toBeLessThan(box.x + 1.3 * box.width);
      }
    }
  });

  it("describes every face of a group, largest first, each as it would be described alone", async () => {
    const photo = await samplePhoto(5);
    const all = await analyse(photo, "ALL");
    if (all.kind !== "faces") throw new Error(all.kind);
    expect(all.faces.length).toBeGreaterThanOrEqual(5);
    expect(all.omitted).toBe(0);
    const areas = all.faces.map(({ face }) => face.box.width * face.box.height);
    expect(areas).toEqual([...areas].sort((a, b) => b - a));
    for (const { face, described } of all.faces) expect(described === null).toBe(face.quality.reasons.length > 0);
    const largest = faceOf(await analyse(photo, "LARGEST"));
    const first = all.faces[0]?.described;
    expect(all.faces[0]?.face).toEqual(largest.face);
    // In a batch of another size the networks may round in another order.
    expect(euclidean(first!.embedding.values, largest.embedding.values)).toBeLessThan(1e-5);
    expect(first!.chip).toEqual(largest.chip);
  });

  it("gives a unit embedding, and the stored chip gives the same one again", async () => {
    const { embedding, chip, timingsMs } = faceOf(await analyse(await samplePhoto(1), "LARGEST"));
    expect(norm(embedding.values)).toBeCloseTo(1, 5);
    const again = await decodeImage(chip);
    if (again.kind !== "image") throw new Error(again.message);
    const [repeated] = await networks.encoder.embed([again.image]);
    expect(euclidean(repeated!.values, embedding.values)).toBe(0);
    expect(Object.keys(timingsMs)).toEqual(["decode", "detect", "align", "embed"]);
  });

  it("embeds a batch to what it embeds one by one", async () => {
    const chips = await Promise.all(
      [1, 4, 5].map(async (number) => {
        const decoded = await decodeImage(
          faceOf(await analyse(await samplePhoto(number as 1 | 4 | 5), "LARGEST")).chip,
        );
        if (decoded.kind !== "image") throw new Error(decoded.message);
        return decoded.image;
      }),
    );
    const together = await networks.encoder.embed(chips);
    for (const [i, chip] of chips.entries()) {
      const [alone] = await networks.encoder.embed([chip]);
      expect(euclidean(alone!.values, together[i]!.values)).toBeLessThan(1e-5);
    }
    expect(await networks.encoder.embed([])).toEqual([]);
  });

  it("takes the central face when asked, not the largest", async () => {
    const central = faceOf(await analyse(await samplePhoto(1), "CENTRAL"));
    const middle = (f: typeof central.face) =>
      Math.hypot(
        f.box.x + f.box.width / 2 - central.image.width / 2,
        f.box.y + f.box.height / 2 - central.image.height / 2,
      );
    const all = await analyse(await samplePhoto(1), "ONLY");
    if (all.kind !== "multipleFaces") throw new Error(all.kind);
    expect(middle(central.face)).toBeCloseTo(Math.min(...all.faces.map(middle)), 3);
  });

  it.each([0.5, 0.1, 0])("finds a face cut out with %s of its width around it, as the same person", async (margin) => {
    const whole = faceOf(await analyse(await samplePhoto(5), "LARGEST"));
    const tight = faceOf(await analyse(await cutOut(5, margin), "ONLY"));
    expect(euclidean(whole.embedding.values, tight.embedding.values)).toBeLessThan(0.25);
  });

  it("knows the person again after mirroring, re-compression and shrinking", async () => {
    const photo = await cutOut(4, 0.6);
    const original = faceOf(await analyse(photo, "ONLY")).embedding.values;
    const variants = [
      sharp(photo).flop(),
      sharp(photo).jpeg({ quality: 40 }),
      sharp(photo).resize(160),
      sharp(photo).rotate(8, { background: "grey" }),
    ];
    for (const variant of variants) {
      const again = faceOf(await analyse(await variant.toBuffer(), "ONLY"));
      expect(euclidean(original, again.embedding.values)).toBeLessThan(0.25);
    }
  });

  it("says that a photo without a face has none", async () => {
    const blank = await sharp({ create: { width: 300, height: 200, channels: 3, background: "grey" } })
      .jpeg()
      .toBuffer();
    expect(await analyse(blank, "ONLY")).toEqual({ kind: "noFace", image: { width: 300, height: 200 } });
  });

  it("refuses a face that is hopelessly blurred, and says why", async () => {
    const photo = await cutOut(5, 0.6);
    const blurred = await analyse(await sharp(photo).blur(9).toBuffer(), "ONLY");
    expect(blurred).toMatchObject({ kind: "lowQuality", face: { quality: { reasons: ["BLURRED"] } } });
  });

  it("hands a bad image on as an outcome", async () => {
    expect(await analyse(Buffer.from("not an image"), "ONLY")).toMatchObject({
      kind: "badImage",
      code: "UNSUPPORTED_IMAGE",
    });
  });
});
