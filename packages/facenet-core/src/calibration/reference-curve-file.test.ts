import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DLIB_MODEL_ID } from "../embedding/model-identity.js";
import { REFERENCE_CURVES } from "./reference-curve.js";
import { curvePathOf, ReferenceCurveError, readReferenceCurve } from "./reference-curve-file.js";

describe("readReferenceCurve", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "curve-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const written = async (text: string) => {
    const file = curvePathOf(join(folder, "arcface.json"));
    await writeFile(file, text);
    return file;
  };

  it("reads what the benchmark writes", async () => {
    const curve = REFERENCE_CURVES.get(DLIB_MODEL_ID);
    expect(await readReferenceCurve(await written(JSON.stringify(curve)))).toEqual(curve);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await readReferenceCurve(join(folder, "absent.curve.json"))).toBeUndefined();
  });

  it.each(["", "{}", JSON.stringify({ ...REFERENCE_CURVES.get(DLIB_MODEL_ID), points: [] })])(
    "refuses %j",
    async (text) => {
      await expect(readReferenceCurve(await written(text))).rejects.toThrow(ReferenceCurveError);
    },
  );
});
