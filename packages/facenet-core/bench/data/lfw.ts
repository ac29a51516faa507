import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { BenchImage, Dataset, ImagePair } from "./dataset.js";

/** The folder is not what the benchmark reads; the message says what is missing. */
export class DatasetError extends Error {}

/** What a reader should know about a well-known folder. */
const KNOWN_NAMES: Readonly<Record<string, string>> = {
  "lfw-dev": "LFW deep-funneled, folds 1-3 of View 2 (development set)",
};

/**
 * Reads `images/NAME/NAME_NNNN.jpg` and `pairs.txt` in the official format of LFW's View 2: a header
 * `folds TAB pairs-per-class`, then for each fold that many lines `NAME n m` (one person) and `NAME n OTHER m` (two).
 *
 * @throws DatasetError when something is missing or does not fit together
 */
export function readLfw(folder: string): Dataset {
  for (const part of ["images", "pairs.txt"]) {
    if (!existsSync(join(folder, part))) throw new DatasetError(`There is no ${part} in ${folder}.`);
  }
  const images: BenchImage[] = [];
  const indexOf = new Map<string, number>();
  const names = readdirSync(join(folder, "images"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  names.forEach((name, person) => {
    for (const file of readdirSync(join(folder, "images", name)).sort()) {
      if (!file.endsWith(".jpg")) continue;
      indexOf.set(file.slice(0, -".jpg".length), images.length);
      images.push({ person, read: () => readFile(join(folder, "images", name, file)) });
    }
  });
  const title = basename(resolve(folder));
  return {
    name: KNOWN_NAMES[title] ?? title,
    kind: "benchmark",
    images,
    people: names.length,
    ...readPairs(readFileSync(join(folder, "pairs.txt"), "utf8"), indexOf),
  };
}

function readPairs(text: string, indexOf: ReadonlyMap<string, number>): { pairs: ImagePair[]; folds: number } {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const [folds = Number.NaN, perClass = Number.NaN] = header.split("\t").map(Number);
  if (!(Number.isInteger(folds) && Number.isInteger(perClass) && lines.length === folds * 2 * perClass)) {
    throw new DatasetError(
      `pairs.txt announces "${header}" (folds, pairs per class), which does not fit its ${lines.length} pairs.`,
    );
  }
  const image = (name: string, number: string) => {
    const key = `${name}_${number.padStart(4, "0")}`;
    const index = indexOf.get(key);
    if (index === undefined) throw new DatasetError(`pairs.txt names ${key}, which is not in images/.`);
    return index;
  };
  const pairs = lines.map((line, i): ImagePair => {
    const [name = "", first = "", ...rest] = line.trim().split("\t");
    const fold = Math.floor(i / (2 * perClass));
    if (rest.length === 1) {
      return { first: image(name, first), second: image(name, rest[0]!), genuine: true, fold };
    }
    if (rest.length === 2) {
      return { first: image(name, first), second: image(rest[0]!, rest[1]!), genuine: false, fold };
    }
    throw new DatasetError(`Line ${i + 2} of pairs.txt is not a pair: "${line}".`);
  });
  return { pairs, folds };
}
