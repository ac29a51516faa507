import { giveBackPixels, MAX_KEPT_BYTES, takePixels } from "../image/pixel-memory.js";
import { resized, scaledSize } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";

/** An image at one of its sizes. */
export interface Level {
  readonly picture: RgbImage;
  /** Pixels of the picture for one of the image, 0..1. */
  readonly scale: number;
}

/** The sizes of a photo, until they are released. */
export interface Levels {
  /** The photo itself. */
  readonly photo: Level;
  /** It and its smaller sizes, the largest first; they are being made. */
  readonly all: Promise<readonly Level[]>;
  release(): Promise<void>;
}

/**
 * The photo and its smaller sizes among `scales`, the largest first. Where they are to be shared they lie in memory that
 * threads can share, unless that is too much to be kept: the garbage collector does not count shared memory, so what is let
 * go comes back late.
 */
export function levelsOf(image: RgbImage, scales: readonly number[], isToBeShared: boolean): Levels {
  const smaller = scales.filter((scale) => scale < 1);
  const bytes = (scale: number) => scaledSize(image, scale).reduce((width, height) => width * height) * 3;
  const isShared = image.pixels.buffer instanceof SharedArrayBuffer;
  const needed = [...(isShared ? [] : [1]), ...smaller].reduce((sum, scale) => sum + bytes(scale), 0);
  const room = isToBeShared && needed <= MAX_KEPT_BYTES ? takePixels(needed) : undefined;
  let used = 0;
  const inRoom = (picture: RgbImage): RgbImage => {
    if (!room) return picture;
    const pixels = room.subarray(used, used + picture.pixels.length);
    used += picture.pixels.length;
    pixels.set(picture.pixels);
    return { ...picture, pixels };
  };
  const photo = { picture: isShared ? image : inRoom(image), scale: 1 };
  const makeAll = async () => {
    const levels: Level[] = [photo];
    // Each is made from the one before.
    for (const scale of smaller)
      levels.push({ picture: inRoom(await resized(levels.at(-1)!.picture, ...scaledSize(image, scale))), scale });
    return levels;
  };
  const all = makeAll();
  // Whoever awaits them hears of it, which may be later, or never when the search has failed before.
  all.catch(() => undefined);
  return {
    photo,
    all,
    async release() {
      // They may still be written to when the search has failed before it needed them.
      await all.catch(() => undefined);
      if (room) giveBackPixels({ pixels: room });
    },
  };
}
