import { mkdtemp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";

const SAMPLES = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");

export interface PhotoFile {
  readonly name: string;
  readonly buffer: Buffer;
}

const sample = (number: number) => sharp(join(SAMPLES, `sample${number}.jpg`));

const portraitOfAda = () => sample(1).extract({ left: 1316, top: 102, width: 508, height: 464 });

export const photos = {
  group: async (): Promise<PhotoFile> => ({ name: "group.jpg", buffer: await sample(1).jpeg().toBuffer() }),
  ada: async (name = "ada.jpg"): Promise<PhotoFile> => ({
    name,
    buffer: await portraitOfAda().jpeg({ quality: 92 }).toBuffer(),
  }),
  adaAgain: async (): Promise<PhotoFile> => ({
    name: "ada-again.jpg",
    buffer: await portraitOfAda().resize({ width: 400 }).jpeg({ quality: 75 }).toBuffer(),
  }),
  adaOnceMore: async (): Promise<PhotoFile> => ({
    name: "ada-once-more.jpg",
    buffer: await portraitOfAda()
      .resize({ width: 300 })
      .modulate({ brightness: 0.85 })
      .jpeg({ quality: 60 })
      .toBuffer(),
  }),
  stranger: async (): Promise<PhotoFile> => ({
    name: "stranger.jpg",
    buffer: await sample(5).extract({ left: 215, top: 803, width: 514, height: 494 }).jpeg({ quality: 92 }).toBuffer(),
  }),
  wall: async (): Promise<PhotoFile> => ({
    name: "wall.jpg",
    buffer: await sharp({ create: { width: 640, height: 480, channels: 3, background: "#888888" } })
      .jpeg()
      .toBuffer(),
  }),
};

/** A film of somebody who looks into the camera, as Chromium plays it in place of one. */
export async function fakeWebcam(): Promise<string> {
  const face = await portraitOfAda().resize({ height: 440 }).toBuffer();
  const frame = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#9aa4ad" } })
    .composite([{ input: face, gravity: "centre" }])
    .jpeg({ quality: 95 })
    .toBuffer();
  const file = join(await mkdtemp(join(tmpdir(), "facenet-webcam-")), "webcam.mjpeg");
  await writeFile(file, Buffer.concat(Array.from({ length: 10 }, () => frame)));
  return file;
}

/** As a person does it in the dialog of the browser. */
export function choose(page: Page, ...files: PhotoFile[]): Promise<void> {
  return page
    .locator('input[type="file"][aria-label]')
    .last()
    .setInputFiles(files.map(({ name, buffer }) => ({ name, buffer, mimeType: "image/jpeg" })));
}

/** As a person does it with the mouse. */
export async function drop(page: Page, ...files: PhotoFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const { base64, name } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "image/jpeg" }));
      }
      return data;
    },
    files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") })),
  );
  const zone = page.getByRole("group", { name: /^Drop/ }).last();
  for (const type of ["dragenter", "dragover", "drop"]) await zone.dispatchEvent(type, { dataTransfer: transfer });
}
