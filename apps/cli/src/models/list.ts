import { problemIn } from "../failure.js";
import { print, table } from "../output.js";
import { curveInWords, factsOf, type ModelSummary, modelNames, summary } from "./known-models.js";

type Listed = ModelSummary | { readonly name: string; readonly problem: string };

/** One that cannot be read does not hide the others. */
export async function listModels(dataDir: string, options: { json?: boolean }): Promise<void> {
  const names = await modelNames(dataDir);
  const models = await Promise.all(
    names.map(
      (name): Promise<Listed> =>
        factsOf(name, dataDir).then(
          (facts) => summary(name, facts),
          (error: unknown) => ({ name, problem: problemIn(error) }),
        ),
    ),
  );
  print(models, options, () => models.map(inWords).join("\n\n"));
}

function inWords(model: Listed): string {
  if ("problem" in model) return `${model.name}\n  cannot be used: ${model.problem}`;
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
