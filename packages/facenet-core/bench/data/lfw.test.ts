import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { shortened } from "./dataset.js";
import { DatasetError, readLfw } from "./lfw.js";

const folders: string[] = [];

function folder(pairs: string): string {
  const dir = mkdtempSync(join(tmpdir(), "facenet-lfw-"));
  folders.push(dir);
  for (const [name, images] of [
    ["Ada_A", 2],
    ["Bo_B", 3],
    ["Cy_C", 1],
  ] as const) {
    mkdirSync(join(dir, "images", name), { recursive: true });
    for (let i = 1; i <= images; i++) writeFileSync(join(dir, "images", name, `${name}_000${i}.jpg`), `${name} ${i}`);
  }
  writeFileSync(join(dir, "images", "Thumbs.db"), "");
  writeFileSync(join(dir, "pairs.txt"), pairs);
  return dir;
}

afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const PAIRS = ["2\t1", "Ada_A\t1\t2", "Ada_A\t1\tBo_B\t3", "Bo_B\t2\t3", "Bo_B\t1\tCy_C\t1"];

describe("readLfw", () => {
  it("reads people, images and the pairs of each fold", async () => {
    const { images, people, pairs, folds } = readLfw(folder(`${PAIRS.join("\r\n")}\r\n`));
    expect({ images: images.length, people, folds }).toEqual({ images: 6, people: 3, folds: 2 });
    const named = (index: number) => images[index]!.read().then((bytes) => Buffer.from(bytes).toString());
    const read = pairs.map(async ({ first, second, genuine, fold }) => [
      await named(first),
      await named(second),
      genuine,
      fold,
    ]);
    expect(await Promise.all(read)).toEqual([
      ["Ada_A 1", "Ada_A 2", true, 0],
      ["Ada_A 1", "Bo_B 3", false, 0],
      ["Bo_B 2", "Bo_B 3", true, 1],
      ["Bo_B 1", "Cy_C 1", false, 1],
    ]);
  });

  it.each([
    ["an image that is not there", ["1\t1", "Ada_A\t1\t9", "Ada_A\t1\tBo_B\t1"], /Ada_A_0009/],
    ["another number of pairs than announced", ["2\t1", "Ada_A\t1\t2"], /announces "2\t1"/],
    ["a header that is none", ["Ada_A\t1\t2"], /announces/],
    ["a line that is no pair", ["1\t1", "Ada_A\t1\t2", "Ada_A"], /Line 3/],
  ])("refuses %s", (_, lines, message) => {
    const dir = folder(lines.join("\n"));
    expect(() => readLfw(dir)).toThrow(DatasetError);
    expect(() => readLfw(dir)).toThrow(message);
  });

  it("says which part of the folder is missing", () => {
    expect(() => readLfw(join(tmpdir(), "no-such-folder"))).toThrow(/There is no images/);
  });
});

describe("shortened", () => {
  it("keeps the first pairs of each fold and class with their images and people, renumbered", () => {
    const whole = readLfw(
      folder(["1\t2", "Ada_A\t1\t2", "Bo_B\t1\t2", "Bo_B\t3\tCy_C\t1", "Ada_A\t1\tCy_C\t1"].join("\n")),
    );
    const { images, people, pairs } = shortened(whole, 1);
    expect({ images: images.length, people }).toEqual({ images: 4, people: 3 });
    expect(pairs).toEqual([
      { first: 0, second: 1, genuine: true, fold: 0 },
      { first: 2, second: 3, genuine: false, fold: 0 },
    ]);
    expect(images.map(({ person }) => person)).toEqual([0, 0, 1, 2]);
  });
});
