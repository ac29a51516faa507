import { dlibEncoder, dlibOnceEncoder } from "../embedding/dlib-encoder.js";
import type { FaceEncoder } from "../embedding/face-encoder.js";
import { faceresEncoder } from "../embedding/faceres-encoder.js";
import { fusedEncoder } from "../embedding/fused-encoder.js";
import type { BuiltInNetwork } from "../models/built-in.js";
import { FACERES_WEIGHT, isProfileName, type ProfileName } from "../models/profiles.js";
import type { Networks } from "../pipeline.js";
import type { NetworkRunner } from "./network-runner.js";
import { openEncoder } from "./open-encoder.js";
import { openRuntime, type RuntimeOptions } from "./open-runtime.js";
import type { Backend } from "./runtime.js";

export interface OpenedNetworks extends Networks {
  readonly backend: Backend;
  /** All that were asked for, by their model ids, in that order; `encoder` is the first one. */
  readonly encoders: ReadonlyMap<string, FaceEncoder>;
  close(): Promise<void>;
}

export interface NetworkOptions extends RuntimeOptions {
  /** Embedding models: names of profiles, and paths of manifests of one's own. Default: `standard` alone. */
  readonly models?: readonly string[] | undefined;
}

/** Opens what a photo goes through, one thread each. The networks belong to the calling thread. */
export async function openNetworks({
  models = ["standard"],
  ...options
}: NetworkOptions = {}): Promise<OpenedNetworks> {
  const { backend, openBuiltIn } = await openRuntime(options);
  const opened = new Map<BuiltInNetwork, Promise<NetworkRunner>>();
  // Profiles share networks, so none of them closes one.
  const shared = async (which: BuiltInNetwork): Promise<NetworkRunner> => {
    const runner = opened.get(which) ?? openBuiltIn(which);
    opened.set(which, runner);
    const { run } = await runner;
    return { run, close: async () => undefined };
  };
  const [detector, skim, landmarks, ...encoders] = await Promise.all([
    shared("detector"),
    shared("skim"),
    shared("landmarks"),
    ...models.map((model) => (isProfileName(model) ? openProfile(model, shared) : openEncoder(model, options))),
  ]);
  const [encoder] = encoders;
  if (encoder === undefined) throw new RangeError("at least one model is needed");
  const byId = new Map(encoders.map((each) => [each.modelId, each]));
  if (byId.size < encoders.length) throw new RangeError("a model is named twice");
  return {
    detector,
    skim,
    landmarks,
    encoder,
    encoders: byId,
    backend,
    async close() {
      await Promise.all(encoders.map((each) => each.close()));
      for (const runner of opened.values()) await (await runner).close();
    },
  };
}

async function openProfile(
  name: ProfileName,
  open: (which: BuiltInNetwork) => Promise<NetworkRunner>,
): Promise<FaceEncoder> {
  const network = await open("encoder");
  switch (name) {
    case "fast":
      return dlibOnceEncoder(network);
    case "standard":
      return dlibEncoder(network);
    case "accurate":
      return fusedEncoder(dlibEncoder(network), faceresEncoder(await open("faceres")), FACERES_WEIGHT);
    default:
      return name satisfies never;
  }
}
