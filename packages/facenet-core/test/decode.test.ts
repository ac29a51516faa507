import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { DEFAULT_DECODE_LIMITS, decodeImage, encodeLossless } from "../src/image/decode.js";

/** 40 x 20: red, with a blue block in the top-left corner. */
const base = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: { r: 220, g: 30, b: 30 } } }).composite([
    {
      input: { create: { width: 10, height: 10, channels: 3, background: { r: 20, g: 20, b: 230 } } },
      left: 0,
      top: 0,
    },
  ]);

async function decoded(bytes: Uint8Array) {
  const result = await decodeImage(bytes);
  if (result.kind !== "image") throw new Error(`${result.code}: ${result.message}`);
  return result.image;
}
const isBlue = (image: { width: number; pixels: Uint8Array }, x: number, y: number) => {
  const at = (y * image.width + x) * 3;
  return image.pixels[at + 2]! > 150 && image.pixels[at]! < 100;
};
const raw = async () => sharp(await base().png().toBuffer());

describe("decodeImage", () => {
  it.each(["jpeg", "png", "webp"] as const)("reads %s", async (format) => {
    const image = await decoded(await base().toFormat(format).toBuffer());
    expect([image.width, image.height, image.pixels.length]).toEqual([40, 20, 2400]);
    expect(isBlue(image, 4, 4)).toBe(true);
    expect(isBlue(image, 30, 15)).toBe(false);
  });

  it.each([
    [1, 40, 20, 4, 4],
    [2, 40, 20, 35, 4],
    [3, 40, 20, 35, 15],
    [4, 40, 20, 4, 15],
    [5, 20, 40, 4, 4],
    [6, 20, 40, 15, 4],
    [7, 20, 40, 15, 35],
    [8, 20, 40, 4, 35],
  ])("turns EXIF orientation %i upright", async (orientation, width, height, x, y) => {
    const image = await decoded(await (await raw()).withMetadata({ orientation }).jpeg().toBuffer());
    expect([image.width, image.height]).toEqual([width, height]);
    expect(isBlue(image, x, y)).toBe(true);
  });

  it("reads greyscale, 16-bit, palette, CMYK and transparent images as 8-bit RGB", async () => {
    const variants = [
      await base().greyscale().jpeg().toBuffer(),
      await (await raw()).toColourspace("rgb16").png().toBuffer(),
      await (await raw()).png({ palette: true }).toBuffer(),
      await (await raw()).toColourspace("cmyk").jpeg().toBuffer(),
      await (await raw()).ensureAlpha(0.5).png().toBuffer(),
    ];
    for (const variant of variants) {
      const image = await decoded(variant);
      expect(image.pixels.length).toBe(40 * 20 * 3);
    }
  });

  it("puts what is transparent over grey", async () => {
    const clear = await sharp({
      create: { width: 20, height: 20, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect([...(await decoded(clear)).pixels.subarray(0, 3)]).toEqual([128, 128, 128]);
  });

  it("refuses what is not JPEG, PNG or WebP, whatever it claims to be", async () => {
    const refused = [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>'),
      await base().gif().toBuffer(),
      await base().tiff().toBuffer(),
      Buffer.from("%PDF-1.4"),
      Buffer.from("<html>"),
    ];
    for (const bytes of refused)
      expect(await decodeImage(bytes)).toMatchObject({ kind: "badImage", code: "UNSUPPORTED_IMAGE" });
  });

  it("refuses animation", async () => {
    const frames = await sharp([await base().png().toBuffer(), await base().negate().png().toBuffer()], {
      join: { animated: true },
    })
      .webp()
      .toBuffer();
    expect(await decodeImage(frames)).toMatchObject({ code: "UNSUPPORTED_IMAGE" });
  });

  it("refuses a JPEG of many scans before any is decoded", async () => {
    const jpeg = await base().jpeg({ progressive: true }).toBuffer();
    const lastScan = jpeg.subarray(jpeg.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
    const withScans = (count: number) =>
      Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(count).fill(lastScan), Buffer.from([0xff, 0xd9])]);
    expect(await decodeImage(withScans(100))).toMatchObject({ code: "UNSUPPORTED_IMAGE" });
    expect(await decodeImage(withScans(0))).toMatchObject({ kind: "image" });
  });

  it("calls every truncation of a JPEG and a PNG corrupt", async () => {
    const noise = sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: "grey",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    });
    for (const bytes of [await noise.jpeg().toBuffer(), await noise.png().toBuffer()]) {
      for (let tenth = 1; tenth < 10; tenth++) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
        expect(await decodeImage(cut), `${tenth} tenths`).toMatchObject({ kind: "badImage", code: "CORRUPT_IMAGE" });
      }
    }
    expect(await decodeImage(new Uint8Array())).toMatchObject({ code: "CORRUPT_IMAGE" });
  });

  it("refuses too many pixels on the header alone, and sides too long or short", async () => {
    const limits = { ...DEFAULT_DECODE_LIMITS, maxPixels: 799 };
    expect(await decodeImage(await base().png().toBuffer(), limits)).toMatchObject({ code: "IMAGE_TOO_LARGE" });
    expect(await decodeImage(await base().jpeg().toBuffer(), limits)).toMatchObject({ code: "IMAGE_TOO_LARGE" });
    const line = await sharp({ create: { width: 20_000, height: 1, channels: 3, background: "black" } })
      .png()
      .toBuffer();
    expect(await decodeImage(line)).toMatchObject({ code: "IMAGE_TOO_LARGE" });
    const dot = await sharp({ create: { width: 8, height: 8, channels: 3, background: "black" } })
      .png()
      .toBuffer();
    expect(await decodeImage(dot)).toMatchObject({ code: "UNSUPPORTED_IMAGE" });
  });

  it("keeps a chip's pixels exactly", async () => {
    const image = await decoded(await base().jpeg().toBuffer());
    expect((await decoded(await encodeLossless(image))).pixels).toEqual(image.pixels);
  });
});
