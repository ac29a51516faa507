import { apply, inverse, type SimilarityTransform, scaleOf } from "../src/geometry/index.js";
import { blankImage, type RgbImage } from "../src/image/rgb-image.js";

const at = ({ width, pixels }: RgbImage, x: number, y: number, c: number) => pixels[(y * width + x) * 3 + c]!;

function fill(width: number, height: number, value: (x: number, y: number, c: number) => number): RgbImage {
  const image = blankImage(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) image.pixels[(y * width + x) * 3 + c] = value(x, y, c);
  return image;
}

function boxReduced(image: RgbImage, factor: number): RgbImage {
  return fill(Math.ceil(image.width / factor), Math.ceil(image.height / factor), (x, y, c) => {
    let sum = 0;
    let count = 0;
    for (let v = y * factor; v < Math.min(image.height, (y + 1) * factor); v++)
      for (let u = x * factor; u < Math.min(image.width, (x + 1) * factor); u++, count++) sum += at(image, u, v, c);
    return Math.round(sum / count);
  });
}

/** What `scaledOnto` is to give, pixel by pixel. */
export function naiveScaledOnto(image: RgbImage, scale: number, width: number, height: number): RgbImage {
  const factor = Math.max(1, Math.floor(1 / scale));
  const source = factor > 1 ? boxReduced(image, factor) : image;
  const between = (i: number, length: number) => {
    const place = Math.min(length - 1, Math.max(0, (i + 0.5) / (scale * factor) - 0.5));
    const first = Math.floor(place);
    return { first, second: Math.min(length - 1, first + 1), weight: Math.round((place - first) * 256) };
  };
  return fill(width, height, (x, y, c) => {
    if (x >= Math.round(image.width * scale) || y >= Math.round(image.height * scale)) return 0;
    const across = between(x, source.width);
    const down = between(y, source.height);
    const stretched = (row: number) =>
      at(source, across.first, row, c) * (256 - across.weight) + at(source, across.second, row, c) * across.weight;
    return (stretched(down.first) * (256 - down.weight) + stretched(down.second) * down.weight + 32768) >> 16;
  });
}

/** What `warped` is to give where nothing is averaged first. */
export function naiveWarped(image: RgbImage, transform: SimilarityTransform, size: number): RgbImage {
  if (scaleOf(transform) <= 0.5) throw new RangeError("The naive one does not average.");
  const back = inverse(transform);
  return fill(size, size, (u, v, c) => {
    const { x, y } = apply(back, { x: u, y: v });
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    let sum = 0;
    for (const [row, down] of [
      [y0, 1 - (y - y0)],
      [y0 + 1, y - y0],
    ] as const)
      for (const [column, across] of [
        [x0, 1 - (x - x0)],
        [x0 + 1, x - x0],
      ] as const)
        if (row >= 0 && row < image.height && column >= 0 && column < image.width)
          sum += across * down * at(image, column, row, c);
    return Math.floor(sum + 0.5);
  });
}
