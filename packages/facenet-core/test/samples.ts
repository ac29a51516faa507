import { readFile } from "node:fs/promises";
import { samplePhotoPath } from "../src/models/built-in.js";

/** One of the six group photos inside the weight package. */
export const samplePhoto = (number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> => readFile(samplePhotoPath(number));
