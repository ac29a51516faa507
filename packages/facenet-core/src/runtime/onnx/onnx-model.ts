import { InferenceSession, Tensor } from "onnxruntime-node";
import { choosePort, type Ports, type TensorRunner } from "../tensor-runner.js";
import { SESSION_OPTIONS } from "./onnx-runner.js";

/**
 * Opens an ONNX file of one's own from its bytes, so that what runs is what was hashed. `shape` is that of one picture
 * with the batch of 1 in front. @throws RangeError where inputs and outputs are not as expected.
 */
export async function openOnnxModel(bytes: Uint8Array, shape: readonly number[], ports: Ports): Promise<TensorRunner> {
  const session = await InferenceSession.create(bytes, SESSION_OPTIONS);
  try {
    const input = choosePort("input", session.inputNames, ports.input);
    const output = choosePort("output", session.outputNames, ports.output);
    assertTakes(
      session.inputMetadata.find(({ name }) => name === input),
      shape,
    );
    return {
      async run(picture) {
        const outputs = await session.run({ [input]: new Tensor("float32", picture, shape) }, [output]);
        return outputs[output]!.data as Float32Array;
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** Dimensions that the file leaves open are names, or -1. */
function assertTakes(metadata: InferenceSession.ValueMetadata | undefined, shape: readonly number[]): void {
  if (!metadata?.isTensor) return;
  if (metadata.type !== "float32") throw new RangeError(`its input takes ${metadata.type}, only float32 is supported`);
  const fits =
    metadata.shape.length === shape.length &&
    metadata.shape.every((size, i) => typeof size === "string" || size < 0 || size === shape[i]);
  if (!fits)
    throw new RangeError(`its input is [${metadata.shape.join(", ")}], the manifest gives [${shape.join(", ")}]`);
}
