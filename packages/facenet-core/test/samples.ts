import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { weightsPackageRoot } from "../src/models/built-in.js";

/** One of the six group photos inside the weight package. */
export const samplePhoto = (number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> =>
  readFile(join(weightsPackageRoot(), "demo", `sample${number}.jpg`));
