import type { MarkedBox } from "./photo-view";

/** So much of the face's size is kept on every side: detection wants to see what is around a face. */
const MARGIN = 0.9;
const JPEG_QUALITY = 0.95;

/** A photo of one of its faces, which lies in the middle: for telling the API which face of a group is meant. */
export async function cropToFace(photo: Blob, { x, y, width, height }: MarkedBox): Promise<Blob> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
  try {
    const side = Math.max(width, height) * (1 + 2 * MARGIN);
    const [centerX, centerY] = [x + width / 2, y + height / 2];
    // As much on either side, so that the face stays the central one at the border of a photo too.
    const halfX = Math.min(side / 2, centerX, bitmap.width - centerX);
    const halfY = Math.min(side / 2, centerY, bitmap.height - centerY);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(2 * halfX);
    canvas.height = Math.round(2 * halfY);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser cannot draw.");
    context.drawImage(
      bitmap,
      ...([centerX - halfX, centerY - halfY, 2 * halfX, 2 * halfY] as const),
      ...([0, 0, canvas.width, canvas.height] as const),
    );
    return await toJpeg(canvas);
  } finally {
    bitmap.close();
  }
}

export function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The browser cannot encode a photo.")) : resolve(blob)),
      "image/jpeg",
      JPEG_QUALITY,
    ),
  );
}
