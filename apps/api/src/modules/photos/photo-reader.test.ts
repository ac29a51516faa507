import { describe, expect, it } from "vitest";
import { PhotoReader } from "./photo-reader.js";
import type { PhotoAnalysis } from "./photos.port.js";

const OPTIONS = {
  callerId: "key",
  modelId: "model",
  thorough: false,
  minQuality: 0,
  selection: "ONLY",
  signal: AbortSignal.timeout(60_000),
} as const;
const UPLOAD = { kind: "upload", uploadId: "u1" } as const;
const NO_FACE: PhotoAnalysis = { kind: "noFace" };
const BUSY: PhotoAnalysis = { kind: "busy", retryAfterMs: 40 };

/** A reader whose one upload waits, and whose engine answers as it is told. */
function reader(...answers: PhotoAnalysis[]) {
  const waiting = new Set(["u1"]);
  const next = () => answers.shift() ?? NO_FACE;
  const nextOfGroup = () => {
    const answer = next();
    if (answer.kind === "noFace" || answer.kind === "busy") return answer;
    throw new Error(answer.kind);
  };
  const analyser = {
    analyse: async () => next(),
    analyseAll: async () => nextOfGroup(),
    locateAll: async () => nextOfGroup(),
  };
  const uploads = {
    read: async (_key: string, id: string) => (waiting.has(id) ? Uint8Array.of(1, 2, 3) : null),
    take: async (_key: string, id: string) => waiting.delete(id),
  };
  return new PhotoReader(analyser, uploads, { maxImageBytes: 10 });
}

const problems = async (...readings: Promise<{ ok: boolean; failure?: { kind: string } }>[]) =>
  (await Promise.all(readings)).map(({ failure }) => failure?.kind);

describe("PhotoReader", () => {
  it("uses an upload once", async () => {
    const photos = reader();
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["uploadNotFound"]);
  });

  it("leaves an upload whose faces were only looked for", async () => {
    const photos = reader();
    expect(await problems(photos.locateAll(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(await problems(photos.locateAll(UPLOAD, OPTIONS))).toEqual(["uploadNotFound"]);
  });

  it("keeps the upload of a call that has to come again", async () => {
    const photos = reader(BUSY, BUSY);
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["busy"]);
    expect(await problems(photos.readAll(UPLOAD, OPTIONS))).toEqual(["busy"]);
    expect(await problems(photos.readAll(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["uploadNotFound"]);
  });

  it("answers one of two calls that use an upload at the same time", async () => {
    const photos = reader();
    const kinds = await problems(photos.read(UPLOAD, OPTIONS), photos.readAll(UPLOAD, OPTIONS));
    expect(kinds.sort()).toEqual(["noFace", "uploadNotFound"]);
  });

  it("refuses a photo that is too large, whichever way it comes", async () => {
    const bytes = new Uint8Array(11);
    expect(await problems(reader().read({ kind: "bytes", bytes }, OPTIONS))).toEqual(["imageTooLarge"]);
  });
});
