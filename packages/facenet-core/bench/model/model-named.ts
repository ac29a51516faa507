import { builtInModel } from "./built-in.js";
import type { ModelSource } from "./measured-model.js";

/** Every model that can be measured, by the name that a child process is told. */
const MODELS: Readonly<Record<string, () => ModelSource>> = { "built-in": builtInModel };

export const DEFAULT_MODEL = "built-in";

export function modelNamed(name: string): ModelSource {
  const open = MODELS[name];
  if (!open) throw new RangeError(`There is no model "${name}".`);
  return open();
}
