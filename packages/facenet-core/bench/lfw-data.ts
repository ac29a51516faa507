import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A comparison of two image files, by their index in {@link LfwData.files}. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly genuine: boolean;
  readonly fold: number;
}

export interface LfwData {
  readonly files: readonly string[];
  /** Person of each file, as an index. */
  readonly personOf: readonly number[];
  readonly people: number;
  readonly pairs: readonly Pair[];
  readonly folds: number;
}

/** Reads `images/<person>/<person>_<nnnn>.jpg` and `pairs.txt` in the official View 2 format. */
export function readLfw(dir: string): LfwData {
  const names = readdirSync(join(dir, "images")).sort();
  const files: string[] = [];
  const personOf: number[] = [];
  const indexOf = new Map<string, number>();
  names.forEach((name, person) => {
    for (const file of readdirSync(join(dir, "images", name)).sort()) {
      indexOf.set(file.replace(/\.jpg$/, ""), files.length);
      files.push(join(dir, "images", name, file));
      personOf.push(person);
    }
  });
  const fileOf = (name: string, number: string) => {
    const key = `${name}_${number.padStart(4, "0")}`;
    const index = indexOf.get(key);
    if (index === undefined) throw new Error(`pairs.txt names ${key}, which is not in images/`);
    return index;
  };
  const [header, ...lines] = readFileSync(join(dir, "pairs.txt"), "utf8").trim().split("\n");
  const [folds, perClass] = (header ?? "").split("\t").map(Number) as [number, number];
  const pairs = lines.map((line, i): Pair => {
    const fold = Math.floor(i / (2 * perClass));
    const parts = line.trim().split("\t");
    if (parts.length === 3) {
      return { first: fileOf(parts[0]!, parts[1]!), second: fileOf(parts[0]!, parts[2]!), genuine: true, fold };
    }
    return { first: fileOf(parts[0]!, parts[1]!), second: fileOf(parts[2]!, parts[3]!), genuine: false, fold };
  });
  return { files, personOf, people: names.length, pairs, folds };
}
