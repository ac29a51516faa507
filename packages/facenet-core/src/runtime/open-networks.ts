import type { Networks } from "../pipeline.js";
import { openRuntime, type RuntimeOptions } from "./open-runtime.js";
import type { Backend } from "./runtime.js";

export interface OpenedNetworks extends Networks {
  readonly backend: Backend;
  close(): Promise<void>;
}

/** Opens the built-in networks, one thread each. They belong to the calling thread. */
export async function openNetworks(options: RuntimeOptions = {}): Promise<OpenedNetworks> {
  const { backend, openBuiltIn } = await openRuntime(options);
  const [detector, landmarks, encoder] = await Promise.all([
    openBuiltIn("detector"),
    openBuiltIn("landmarks"),
    openBuiltIn("encoder"),
  ]);
  return {
    detector,
    landmarks,
    encoder,
    backend,
    close: async () => {
      await Promise.all([detector, landmarks, encoder].map((network) => network.close()));
    },
  };
}
