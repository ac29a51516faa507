import { resolve } from "node:path";
import { Command, Option } from "commander";
import { addModel } from "./models/add.js";
import { listModels } from "./models/list.js";
import { verifyModels } from "./models/verify.js";

const JSON_OPTION = ["--json", "the result as JSON on standard output, and nothing else there"] as const;

/** The program `faces`. */
export function faces(): Command {
  const program = new Command("faces")
    .description("What an operator of the face recognition server does at a terminal.")
    .addOption(new Option("--data-dir <folder>", "where the server keeps its data").env("DATA_DIR").default("./data"))
    .showHelpAfterError("(faces --help says more)");
  const dataDir = () => resolve(program.opts<{ dataDir: string }>().dataDir);

  const models = program.command("models").description("the models that sites can decide by");
  models
    .command("list")
    .description("the built-in models and those that were added: licence, hash, dimension, metric, reference curve")
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) => listModels(dataDir(), options));
  models
    .command("add")
    .description("copies a model and its manifest to where the server finds it by name (docs/models.md)")
    .argument("<manifest>", "path of the manifest, a JSON file beside the model")
    .option("--name <name>", "what to call it; the manifest's id when left out")
    .option("--replace", "take the place of a model of this name")
    .option(...JSON_OPTION)
    .action((manifest: string, options: { name?: string; replace?: boolean; json?: boolean }) =>
      addModel(dataDir(), manifest, options),
    );
  models
    .command("verify")
    .description(
      "checks that models are what they should be and run; with --data measures them and keeps the curve, without which a model may not decide",
    )
    .argument("[models...]", "names, or paths of manifests; all when left out")
    .option("--data <folder>", "photos in LFW's layout: images/NAME/NAME_NNNN.jpg and pairs.txt")
    .option(...JSON_OPTION)
    .action((names: string[], options: { data?: string; json?: boolean }) => verifyModels(dataDir(), names, options));
  return program;
}
