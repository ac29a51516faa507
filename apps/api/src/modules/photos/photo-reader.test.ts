import { describe, expect, it } from "vitest";
import { PhotoReader, uploadsOf } from "./photo-reader.js";
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
    read: async (_key: string, id: string) => (id === "u1" ? Uint8Array.of(1, 2, 3) : null),
  };
  return new PhotoReader(analyser, uploads, { maxImageBytes: 10 });
}

const problems = async (...readings: Promise<{ ok: boolean; failure?: { kind: string } }>[]) =>
  (await Promise.all(readings)).map(({ failure }) => failure?.kind);

describe("PhotoReader", () => {
  it("leaves an upload to what is written about it", async () => {
    const photos = reader(NO_FACE, BUSY, NO_FACE);
    expect(await problems(photos.read(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(await problems(photos.readAll(UPLOAD, OPTIONS))).toEqual(["busy"]);
    expect(await problems(photos.locateAll(UPLOAD, OPTIONS))).toEqual(["noFace"]);
    expect(uploadsOf(UPLOAD)).toEqual(["u1"]);
  });

  it("knows no upload that does not wait", async () => {
    const other = { kind: "upload", uploadId: "u2" } as const;
    expect(await problems(reader().read(other, OPTIONS))).toEqual(["uploadNotFound"]);
  });

  it("refuses a photo that is too large, whichever way it comes", async () => {
    const bytes = new Uint8Array(11);
    expect(await problems(reader().read({ kind: "bytes", bytes }, OPTIONS))).toEqual(["imageTooLarge"]);
  });
});
