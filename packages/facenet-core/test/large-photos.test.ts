import sharp, { type OverlayOptions } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detectFaces } from "../src/detection/detector.js";
import { type SkimmedAhead, skimAhead } from "../src/detection/large-photo.js";
import { type Box, intersectionOverUnion } from "../src/geometry/index.js";
import { decodeImage } from "../src/image/decode.js";
import { analysePhoto } from "../src/pipeline.js";
import { type OpenedNetworks, openNetworks } from "../src/runtime/open-networks.js";
import { samplePhoto } from "./samples.js";

const WIDTH = 4000;
const HEIGHT = 3000;

/** A face of a sample photo, in its pixels; the photos are 1920 pixels wide. */
interface Portrait {
  readonly sample: 1 | 4 | 5 | 6;
  readonly box: Box;
}

let networks: OpenedNetworks;
let portraits: Portrait[];

beforeAll(async () => {
  networks = await openNetworks();
  portraits = [];
  for (const sample of [1, 4, 5, 6] as const) {
    const found = await analysePhoto(networks, await samplePhoto(sample), { selection: "ALL" });
    if (found.kind !== "faces") throw new Error(found.kind);
    for (const { face } of found.faces) if (face.score > 0.8) portraits.push({ sample, box: face.box });
  }
});
afterAll(() => networks.close());

/** A 12-megapixel photo: faces of the samples `faceWidth` pixels wide, spread over other parts of the samples. */
async function groupPhoto(faceWidths: readonly number[]): Promise<{ photo: Buffer; faces: Box[] }> {
  const parts: OverlayOptions[] = [];
  const faces: Box[] = [];
  const columns = 6;
  const rows = Math.ceil(faceWidths.length / columns);
  for (const [i, faceWidth] of faceWidths.entries()) {
    const { sample, box } = portraits[i % portraits.length]!;
    const scale = faceWidth / box.width;
    const margin = 0.45 * box.width;
    const left = Math.max(0, Math.round(box.x - margin));
    const top = Math.max(0, Math.round(box.y - margin));
    const width = Math.min(1920 - left, Math.round(box.width + 2 * margin));
    const height = Math.round(box.height + 1.7 * margin);
    const input = await sharp(await samplePhoto(sample))
      .extract({ left, top, width, height })
      .resize(Math.round(width * scale))
      .toBuffer();
    // Places that fall anywhere on the grid and on the borders of tiles.
    const x = Math.min(
      WIDTH - Math.ceil(width * scale),
      Math.round(((i % columns) * WIDTH) / columns + ((i * 97) % 380)),
    );
    const y = Math.min(
      HEIGHT - Math.ceil(height * scale),
      Math.round((Math.floor(i / columns) * HEIGHT) / rows + ((i * 61) % 250)),
    );
    parts.push({ input, left: x, top: y });
    faces.push({
      x: x + (box.x - left) * scale,
      y: y + (box.y - top) * scale,
      width: faceWidth,
      height: box.height * scale,
    });
  }
  const photo = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "#6f7d78" } })
    .composite(parts)
    .jpeg({ quality: 92 })
    .toBuffer();
  return { photo, faces };
}

async function found(photo: Buffer, options: { thorough?: boolean } = {}): Promise<Box[]> {
  const analysis = await analysePhoto(networks, photo, { selection: "ALL", ...options });
  return analysis.kind === "faces" ? analysis.faces.map(({ face }) => face.box) : [];
}

const missing = (faces: readonly Box[], boxes: readonly Box[]) =>
  faces.filter((face) => !boxes.some((box) => intersectionOverUnion(face, box) > 0.3)).map(({ width }) => width);

describe("a photo of 12 megapixels", () => {
  it("is searched whole: faces of 40 pixels and more are found, wherever they are, and nothing else", async () => {
    const widths = [
      40, 41, 42, 43, 44, 45, 46, 48, 50, 52, 55, 58, 60, 64, 70, 76, 84, 90, 100, 120, 140, 180, 220, 300,
    ];
    const { photo, faces } = await groupPhoto(widths);
    const boxes = await found(photo);
    expect(missing(faces, boxes)).toEqual([]);
    expect(boxes).toHaveLength(widths.length);
  });

  it("shows most faces of 24 to 30 pixels when it is searched thoroughly, and few otherwise", async () => {
    const widths = Array.from({ length: 24 }, (_, i) => 24 + i / 4);
    const { photo, faces } = await groupPhoto(widths);
    expect(missing(faces, await found(photo)).length).toBeGreaterThan(widths.length / 2);
    expect(missing(faces, await found(photo, { thorough: true })).length).toBeLessThanOrEqual(widths.length / 6);
  });

  it("shows a face that fills it", async () => {
    const { sample, box } = portraits[0]!;
    const cut = await sharp(await samplePhoto(sample))
      .extract({
        left: Math.round(box.x),
        top: Math.round(box.y - 0.2 * box.height),
        width: Math.round(box.width),
        height: Math.round(1.2 * box.height),
      })
      .resize(3000)
      .jpeg()
      .toBuffer();
    const [face, ...others] = await found(cut);
    expect(face!.width).toBeGreaterThan(2000);
    expect(others).toEqual([]);
  });

  it("leaves nothing of itself to the next photo", async () => {
    const { photo } = await groupPhoto([300]);
    const plain = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "#102030" } })
      .jpeg()
      .toBuffer();
    await found(photo);
    const decoded = await decodeImage(plain);
    if (decoded.kind !== "image") throw new Error(decoded.kind);
    const colours = new Set<string>();
    for (let at = 0; at < decoded.image.pixels.length; at += 300)
      colours.add(decoded.image.pixels.subarray(at, at + 3).join());
    expect(colours.size).toBe(1);
  });

  it("shows the same faces whether or not it was skimmed while it was decoded", async () => {
    const { photo } = await groupPhoto([300, 60, 100, 45, 80, 200]);
    const decoded = await decodeImage(photo);
    if (decoded.kind !== "image") throw new Error(decoded.kind);
    for (const effort of ["standard", "thorough"] as const) {
      let rows = 0;
      let ahead: SkimmedAhead | undefined;
      await decodeImage(photo, undefined, (image, firstRows) => {
        rows = firstRows;
        ahead = skimAhead(networks, image, rows, effort);
      });
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(HEIGHT);
      expect(ahead!.tiles).toBeGreaterThan(0);
      const without = await detectFaces(networks, decoded.image, effort);
      expect(await detectFaces(networks, decoded.image, effort, ahead)).toEqual(without);
      expect(without.length).toBeGreaterThan(0);
    }
  });

  it("is refused where its lower half is damaged, whatever was seen of the upper one", async () => {
    const { photo, faces } = await groupPhoto([300, 200, 100]);
    const cut = await analysePhoto(networks, photo.subarray(0, photo.length * 0.8), { selection: "ALL" });
    expect(cut).toMatchObject({ kind: "badImage", code: "CORRUPT_IMAGE" });
    expect(missing(faces, await found(photo))).toEqual([]);
  });

  it("is read the same in bands as at once", async () => {
    const { photo } = await groupPhoto([300, 200, 100]);
    const [inBands, atOnce] = [await decodeImage(photo), await sharp(photo).raw().toBuffer()];
    if (inBands.kind !== "image") throw new Error(inBands.kind);
    expect(Buffer.compare(inBands.image.pixels, atOnce)).toBe(0);
  });
});
