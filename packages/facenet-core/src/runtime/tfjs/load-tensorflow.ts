import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as tensorflow from "@tensorflow/tfjs";
import type * as tensorflowWasm from "@tensorflow/tfjs-backend-wasm";
import type { Backend } from "../runtime.js";

export type TensorFlow = typeof tensorflow;
type TensorFlowBackend = Exclude<Backend, "onnxruntime">;

const require = createRequire(import.meta.url);

/**
 * TensorFlow.js on the first backend that loads and computes: native TensorFlow, which is there only where its library
 * was installed on purpose, else WebAssembly, else plain JavaScript. TensorFlow.js is one instance a thread, so the
 * backend is the thread's. `load` resolves a package name; tests put broken packages in its place.
 */
export async function loadTensorFlow(
  load: (name: string) => unknown = require,
): Promise<{ readonly tf: TensorFlow; readonly backend: TensorFlowBackend }> {
  const candidates: Record<TensorFlowBackend, () => TensorFlow> = {
    tensorflow: () => load("@tensorflow/tfjs-node") as TensorFlow,
    wasm: () => {
      const wasm = load("@tensorflow/tfjs-backend-wasm") as typeof tensorflowWasm;
      wasm.setWasmPaths(`${join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist")}/`);
      return load("@tensorflow/tfjs") as TensorFlow;
    },
    cpu: () => load("@tensorflow/tfjs") as TensorFlow,
  };
  const reasons: unknown[] = [];
  for (const backend of Object.keys(candidates) as TensorFlowBackend[]) {
    try {
      const tf = candidates[backend]();
      // Fewer checks, and no advertisement on the console.
      tf.enableProdMode();
      if (!(await tf.setBackend(backend))) throw new Error(`the backend "${backend}" does not start`);
      await assertComputes(tf);
      return { tf, backend };
    } catch (error) {
      reasons.push(error);
    }
  }
  throw new AggregateError(reasons, "no backend of TensorFlow.js can be used");
}

/** A library may load and still fail at its first operation, as native TensorFlow.js does on newer versions of Node. */
async function assertComputes(tf: TensorFlow): Promise<void> {
  const result = tf.tidy(() =>
    tf.conv2d(
      tf.ones([1, 2, 2, 1]) as tensorflow.Tensor4D,
      tf.fill([2, 2, 1, 1], 3) as tensorflow.Tensor4D,
      1,
      "valid",
    ),
  );
  const [value] = await result.data();
  result.dispose();
  if (value !== 12) throw new Error(`a convolution gives ${value} in place of 12`);
}
