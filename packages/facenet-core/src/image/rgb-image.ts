/** 8-bit sRGB pixels, row-major [height x width x 3], upright (EXIF orientation applied). */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export function blankImage(width: number, height: number): RgbImage {
  return { width, height, pixels: new Uint8Array(width * height * 3) };
}

/** The image mirrored left to right. */
export function mirrored(image: RgbImage): RgbImage {
  const { width, height, pixels } = image;
  const result = blankImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = (y * width + (width - 1 - x)) * 3;
      result.pixels[to] = pixels[from]!;
      result.pixels[to + 1] = pixels[from + 1]!;
      result.pixels[to + 2] = pixels[from + 2]!;
    }
  }
  return result;
}

/** Images of one size as one batch. */
export function asBatch(images: readonly RgbImage[]) {
  const first = images[0];
  if (!first) throw new RangeError("a batch needs at least one image");
  const { width, height } = first;
  const pixels = new Uint8Array(images.length * width * height * 3);
  images.forEach((image, i) => {
    if (image.width !== width || image.height !== height) throw new RangeError("images of a batch have one size");
    pixels.set(image.pixels, i * width * height * 3);
  });
  return { count: images.length, width, height, pixels };
}
