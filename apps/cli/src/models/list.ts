import { print, table } from "../output.js";
import { curveInWords, factsOf, type ModelSummary, modelNames, summary } from "./known-models.js";

export async function listModels(dataDir: string, options: { json?: boolean }): Promise<void> {
  const names = await modelNames(dataDir);
  const models = await Promise.all(names.map(async (name) => summary(name, await factsOf(name, dataDir))));
  print(models, options, () => models.map(inWords).join("\n\n"));
}

function inWords(model: ModelSummary): string {
  const { name, builtIn, modelId, dimension, metric, licence, source, hashes } = model;
  return [
    `${name}${builtIn ? " (built in)" : ""}`,
    table([
      ["  id", modelId],
      ["  embedding", `${dimension} numbers, ${metric}`],
      ["  licence", `${licence}; ${source}`],
      ...Object.entries(hashes).map(([file, hash]) => [`  SHA-256, ${file}`, hash]),
      ["  curve", curveInWords(model)],
    ]),
  ].join("\n");
}
