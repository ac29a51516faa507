import { dlibEncoder } from "../embedding/dlib-encoder.js";
import type { Networks } from "../pipeline.js";
import { openEncoder } from "./open-encoder.js";
import { openRuntime, type RuntimeOptions } from "./open-runtime.js";
import type { Backend } from "./runtime.js";

export interface OpenedNetworks extends Networks {
  readonly backend: Backend;
  close(): Promise<void>;
}

export interface NetworkOptions extends RuntimeOptions {
  /** Manifest of an embedding model to use in place of the built-in one. */
  readonly model?: string | undefined;
}

/** Opens what a photo goes through, one thread each. The networks belong to the calling thread. */
export async function openNetworks({ model, ...options }: NetworkOptions = {}): Promise<OpenedNetworks> {
  const { backend, openBuiltIn } = await openRuntime(options);
  const [detector, skim, landmarks, encoder] = await Promise.all([
    openBuiltIn("detector"),
    openBuiltIn("skim"),
    openBuiltIn("landmarks"),
    model === undefined ? openBuiltIn("encoder").then(dlibEncoder) : openEncoder(model, options),
  ]);
  return {
    detector,
    skim,
    landmarks,
    encoder,
    backend,
    close: async () => {
      await Promise.all([detector, skim, landmarks, encoder].map((network) => network.close()));
    },
  };
}
