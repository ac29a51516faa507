import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { checkManifest, checkProfile, curvePathOf, isProfileName, resolveModel } from "facenet-core/models";
import { FailureError, problemIn } from "../failure.js";
import { print, table } from "../output.js";
import { curveInWords, factsOf, type ModelSummary, modelNames, summary } from "./known-models.js";

interface Verdict {
  readonly name: string;
  /** Null when all is well. */
  readonly problem: string | null;
  readonly model: ModelSummary | null;
}

const BENCH = fileURLToPath(new URL("../../../../scripts/bench.mjs", import.meta.url));

export async function verifyModels(
  dataDir: string,
  names: readonly string[],
  { data, json }: { data?: string; json?: boolean },
): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const name of names.length > 0 ? names : await modelNames(dataDir)) {
    verdicts.push(await verify(name, dataDir, data));
  }
  print(verdicts, { json }, () =>
    table([
      ["model", "", "reference curve"],
      ...verdicts.map(({ name, problem, model }) => [name, problem ?? "good", model ? curveInWords(model) : ""]),
    ]),
  );
  if (verdicts.some(({ problem }) => problem !== null)) process.exitCode = 1;
}

async function verify(name: string, dataDir: string, data: string | undefined): Promise<Verdict> {
  try {
    const path = resolveModel(name, dataDir);
    await (isProfileName(name) ? checkProfile(name) : checkManifest(path));
    // The curve of a built-in model comes with it; that of one's own is kept beside its manifest.
    if (data !== undefined && !isProfileName(name)) await measure(path, data);
    return { name, problem: null, model: summary(name, await factsOf(name, dataDir)) };
  } catch (error) {
    return { name, problem: problemIn(error), model: null };
  }
}

/** Progress goes where that of every command goes, to standard error. */
async function measure(manifest: string, data: string): Promise<void> {
  const args = [BENCH, "--model", manifest, "--data", data, "--write-curve", curvePathOf(manifest), "--json"];
  const bench = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(bench, "close");
  if (code !== 0) throw new FailureError(`it could not be measured on ${data}`);
}
