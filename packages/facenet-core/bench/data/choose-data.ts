import { existsSync } from "node:fs";
import { join } from "node:path";
import { openNetworks } from "../../src/runtime/open-networks.js";
import { networksDir } from "../folders.js";
import type { Dataset } from "./dataset.js";
import { readLfw } from "./lfw.js";
import { selfTest } from "./self-test.js";

const DEFAULT_SET = "lfw-dev";

/** The folder that was asked for, else `lfw-dev` in the folder with the larger photo sets, else the sample photos. */
export async function chooseData(folder: string | undefined, testData: string | undefined): Promise<Dataset> {
  if (folder !== undefined) return readLfw(folder);
  const usual = testData === undefined ? undefined : join(testData, DEFAULT_SET);
  if (usual !== undefined && existsSync(usual)) return readLfw(usual);
  const networks = await openNetworks({ networksDir });
  try {
    return await selfTest(networks);
  } finally {
    await networks.close();
  }
}
