import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import {
  checkManifest,
  curvePathOf,
  isProfileName,
  manifestFacts,
  manifestFiles,
  storedManifestPath,
  storedModelsDir,
} from "facenet-core/models";
import { FailureError } from "../failure.js";
import { print } from "../output.js";
import { curveInWords, summary } from "./known-models.js";

const NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** All or nothing: the model is copied beside its place and moved there at the end. */
export async function addModel(
  dataDir: string,
  manifest: string,
  { name: wanted, replace, json }: { name?: string; replace?: boolean; json?: boolean },
): Promise<void> {
  const source = resolve(manifest);
  // Opened before anything is copied: its hash, its input and what it gives.
  await checkManifest(source);
  const facts = await manifestFacts(source);
  // A model id is the manifest's id and a fingerprint.
  const name = wanted ?? facts.modelId.slice(0, facts.modelId.lastIndexOf("."));
  if (!NAME.test(name) || isProfileName(name) || name.endsWith(".json"))
    throw new FailureError(
      `"${name}" cannot be the name of a model: a-z, 0-9, dot and hyphen, and none of the built-in ones.`,
    );
  const place = dirname(storedManifestPath(dataDir, name));
  const taken = () =>
    new FailureError(`There is a model ${name} already. --replace takes its place; another --name stands beside it.`);
  if (existsSync(place) && !replace) throw taken();

  const files = await manifestFiles(source);
  const outside = files.find((file) => isAbsolute(file) || file.split(/[\\/]/).includes(".."));
  if (outside !== undefined)
    throw new FailureError(`${outside} lies outside the folder of the manifest. Put the model's files beside it.`);
  await mkdir(storedModelsDir(dataDir), { recursive: true });
  const staged = await mkdtemp(join(storedModelsDir(dataDir), ".adding-"));
  try {
    for (const file of files) await cp(join(dirname(source), file), join(staged, file), { recursive: true });
    const stagedManifest = join(staged, basename(storedManifestPath(dataDir, name)));
    await cp(source, stagedManifest);
    if (existsSync(curvePathOf(source))) await cp(curvePathOf(source), curvePathOf(stagedManifest));
    await moveInto(place, staged, { replace: replace ?? false, taken });
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  print(summary(name, facts), { json }, (model) =>
    [
      `Added ${name} (${model.modelId}).`,
      `Reference curve: ${curveInWords(model)}`,
      `The server loads it by ENGINE_MODELS=standard,${name}`,
    ].join("\n"),
  );
}

/** What was in the place is deleted last, so that there is one or the other but for a moment. */
async function moveInto(
  place: string,
  staged: string,
  { replace, taken }: { replace: boolean; taken: () => Error },
): Promise<void> {
  const old = `${staged}-old`;
  if (replace && existsSync(place)) await rename(place, old);
  try {
    await rename(staged, place);
  } catch (error) {
    // Somebody else was faster.
    if (["ENOTEMPTY", "EEXIST"].includes(String((error as NodeJS.ErrnoException).code))) throw taken();
    throw error;
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}
