/** Which input or output of a model is meant: the named one, or its only one. */
export interface Ports {
  readonly input: string | undefined;
  readonly output: string | undefined;
}

/** Port: runs a model of one's own on one picture. */
export interface TensorRunner {
  /** Row-major numbers of one picture in, those of its embedding out. */
  run(picture: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** @throws RangeError that lists what there is, where `wanted` is not among it or is not said although it must be. */
export function choosePort(kind: "input" | "output", names: readonly string[], wanted: string | undefined): string {
  const chosen = wanted ?? (names.length === 1 ? names[0] : undefined);
  if (chosen !== undefined && names.includes(chosen)) return chosen;
  const problem = wanted === undefined ? `it has several ${kind}s, name one` : `it has no ${kind} "${wanted}"`;
  throw new RangeError(`${problem}; there is ${names.join(", ")}`);
}
